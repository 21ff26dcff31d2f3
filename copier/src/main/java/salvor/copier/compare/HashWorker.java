package salvor.copier.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Extent;

/**
 * Compares hashes, then the bytes of the blocks whose hashes differ. Both sides hash at once; where
 * only a few blocks differ, they are hashed once more in smaller ones before bytes travel.
 */
final class HashWorker extends Worker {

    private static final int BLOCK = 64 << 10;

    /** Bytes of a near side that are in memory; whole blocks. */
    private static final int ROW = 4 << 20;

    private static final int BLOCK_SMALL = 4 << 10;

    /** Up to the n-th part of a row is worth another round trip. */
    private static final int FEW = 4;

    private static final int FEW_MIN = 2;

    private final BlockSide first;
    private final BlockSide second;

    /** Whether no later byte of the unit matters. */
    private boolean enough;

    HashWorker(Sides sides, Examiner examiner, HashKey.Xxh3 key) {
        super(examiner);
        // Equal blocks have equal newlines: they need to be counted on one side only.
        boolean near = !sides.first().isFar() || !sides.second().isFar();
        HashKey farKey = new HashKey.Xxh3(key.seed(), key.lines() && !near);
        first = blocks(sides.first(), key, farKey);
        second = blocks(sides.second(), key, farKey);
    }

    private BlockSide blocks(Side side, HashKey.Xxh3 key, HashKey farKey) {
        return side.device() instanceof HashingDevice far
                ? new FarBlocks(side, far, farKey, BLOCK, () -> buffer(ROW))
                : new NearBlocks(side, key, BLOCK, buffer(ROW));
    }

    /** A question that both sides were asked. */
    private record Question(int from, int to, int block, HashAnswer first, HashAnswer second) {}

    /** What the answers say of a block. */
    private record Block(int from, int to, BlockHash first, BlockHash second) {

        boolean isEqual() {
            return first.proves(second);
        }

        /** Whether smaller blocks may tell more. */
        boolean isCoarse() {
            return to - from > BLOCK_SMALL
                    && first.state() != BlockHash.State.UNREADABLE
                    && second.state() != BlockHash.State.UNREADABLE;
        }

        int newlines() {
            return Math.max(first.newlines(), second.newlines());
        }

        boolean endsLine() {
            return first.endsLine() || second.endsLine();
        }
    }

    @Override
    void announce(Unit unit) {
        first.announce(unit);
        second.announce(unit);
    }

    @Override
    int compare(Unit unit) throws IOException, InterruptedException {
        first.begin(unit);
        second.begin(unit);
        enough = false;
        for (int from = 0; from < unit.length() && !enough; from += ROW) {
            int to = Math.min(unit.length(), from + ROW);
            first.row(from, to);
            second.row(from, to);
            int common = compare(unit.position() + from, to - from);
            if (common < to - from) {
                return from + common;
            }
        }
        return unit.length();
    }

    /** Compares the row that begins at {@code position}. */
    private int compare(long position, int length) throws IOException, InterruptedException {
        List<Block> blocks =
                refine(answer(new Question(0, length, BLOCK, first.ask(), second.ask())));
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (block.isEqual()) {
                examiner()
                        .same(
                                position + block.from(),
                                block.to() - block.from(),
                                block.newlines(),
                                block.endsLine());
                continue;
            }
            while (i + 1 < blocks.size() && !blocks.get(i + 1).isEqual()) {
                i++;
            }
            int to = blocks.get(i).to();
            int common = Math.min(first.fetch(block.from(), to), second.fetch(block.from(), to));
            boolean more =
                    common == block.from()
                            || look(
                                    position,
                                    first.buffer(),
                                    second.buffer(),
                                    block.from(),
                                    common);
            if (common < to) {
                return common;
            }
            if (!more) {
                enough = true;
                return length;
            }
        }
        return length;
    }

    private Question ask(int from, int to, int block) {
        return new Question(
                from, to, block, first.ask(from, to, block), second.ask(from, to, block));
    }

    private List<Block> answer(Question question) throws IOException {
        List<BlockHash> ones;
        List<BlockHash> others;
        // A near side does its work here, while the far one does its.
        if (first instanceof FarBlocks) {
            others = question.second().await();
            ones = question.first().await();
        } else {
            ones = question.first().await();
            others = question.second().await();
        }
        List<Block> blocks = new ArrayList<>(ones.size());
        for (int i = 0; i < ones.size(); i++) {
            int from = question.from() + i * question.block();
            int to = Math.min(question.to(), from + question.block());
            blocks.add(new Block(from, to, ones.get(i), others.get(i)));
        }
        return blocks;
    }

    private List<Block> refine(List<Block> blocks) throws IOException {
        long differing = blocks.stream().filter(block -> !block.isEqual()).count();
        if (differing == 0 || differing > Math.max(FEW_MIN, blocks.size() / FEW)) {
            return blocks;
        }
        List<Question> questions = new ArrayList<>();
        for (Block block : blocks) {
            if (!block.isEqual() && block.isCoarse()) {
                questions.add(ask(block.from(), block.to(), BLOCK_SMALL));
            }
        }
        Iterator<Question> asked = questions.iterator();
        List<Block> refined = new ArrayList<>();
        for (Block block : blocks) {
            if (!block.isEqual() && block.isCoarse()) {
                refined.addAll(answer(asked.next()));
            } else {
                refined.add(block);
            }
        }
        return refined;
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
