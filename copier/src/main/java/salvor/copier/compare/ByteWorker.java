package salvor.copier.compare;

import java.io.IOException;
import java.util.List;
import salvor.protocol.message.Extent;

/** Reads all bytes of both sides. */
final class ByteWorker extends Worker {

    private final SideReader first;
    private final SideReader second;

    ByteWorker(Sides sides, int unitMax, Examiner examiner) {
        super(examiner);
        first = new SideReader(sides.first(), buffer(unitMax));
        second = new SideReader(sides.second(), buffer(unitMax));
    }

    @Override
    void announce(Unit unit) {}

    @Override
    int compare(Unit unit) throws IOException, InterruptedException {
        first.begin(unit.position());
        second.begin(unit.position());
        int common = Math.min(first.read(0, unit.length()), second.read(0, unit.length()));
        if (common > 0) {
            look(unit.position(), first.buffer(), second.buffer(), 0, common);
        }
        return common;
    }

    @Override
    List<Extent> firstBad() {
        return first.bad();
    }

    @Override
    List<Extent> secondBad() {
        return second.bad();
    }
}
