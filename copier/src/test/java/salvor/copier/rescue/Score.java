package salvor.copier.rescue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import salvor.copier.device.Fault;
import salvor.copier.device.FaultModel;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * What a rescue got out of a drive and at what price, in the drive's own time: when each readable
 * byte came out for the first time.
 */
final class Score {

    /** RESCUED: came out. NON_TRIED: readable, still inside. BAD: nobody can read it. */
    private final RescueMap truth;

    private final long readable;
    private final List<double[]> marks = new ArrayList<>();
    private double weighted;
    private double seconds;
    private long got;
    private long commands;
    private long failures;
    private long failuresAt999 = -1;

    Score(FaultModel model, long size) {
        truth = new RescueMap(size);
        for (Fault fault : model.faults()) {
            if (fault.kind() == Fault.Kind.BAD) {
                truth.set(fault.extent().intersect(new Extent(0, size)), Status.BAD);
            }
        }
        readable = truth.total(Status.NON_TRIED);
    }

    void command(double seconds, Extent asked, boolean good) {
        this.seconds = seconds;
        commands++;
        if (!good) {
            failures++;
            return;
        }
        for (Region region : truth.regions(asked)) {
            if (region.status() == Status.NON_TRIED) {
                got += region.extent().length();
                weighted += seconds * region.extent().length();
                truth.set(region.extent(), Status.RESCUED);
            }
        }
        if (failuresAt999 < 0 && got >= readable * 0.999) {
            failuresAt999 = failures;
        }
        marks.add(new double[] {seconds, got});
    }

    /** Mean drive-seconds until a readable byte was out; one that never came counts the total. */
    double mean() {
        return (weighted + (readable - got) * seconds) / Math.max(1, readable);
    }

    double rescuedShare() {
        return readable == 0 ? 1 : (double) got / readable;
    }

    long rescued() {
        return got;
    }

    long failures() {
        return failures;
    }

    long failuresAt999() {
        return failuresAt999;
    }

    long commands() {
        return commands;
    }

    double seconds() {
        return seconds;
    }

    /** Drive-seconds until {@code share} of the readable bytes was out; infinite when never. */
    double secondsUntil(double share) {
        for (double[] mark : marks) {
            if (mark[1] >= share * readable) {
                return mark[0];
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "rescued %.4f%% failed %d commands %d total %.0f t90 %.0f t99 %.0f t100 %.0f mean"
                        + " %.1f",
                100 * rescuedShare(),
                failures,
                commands,
                seconds,
                secondsUntil(0.9),
                secondsUntil(0.99),
                secondsUntil(1),
                mean());
    }
}
