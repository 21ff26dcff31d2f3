package salvor.copier.compare;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import salvor.copier.device.BufferPool;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Input;

/**
 * Compares what can only be read on: pipes, terminals, files of unknown length. Reads alternate in
 * blocks, as GNU cmp's do, so that two names of one stream share it out in the same way.
 */
public final class StreamComparison {

    private final Input first;
    private final Input second;
    private final int block;

    /**
     * @param block bytes a read
     */
    public StreamComparison(Input first, Input second, int block) {
        this.first = first;
        this.second = second;
        this.block = block;
    }

    /**
     * How the comparison ended.
     *
     * @param position bytes that were compared, or passed over
     * @param firstEnded whether the first was shorter
     * @param secondEnded whether the second was shorter
     */
    public record End(long position, boolean firstEnded, boolean secondEnded) {

        /** Whether one was shorter. */
        public boolean isUneven() {
            return firstEnded || secondEnded;
        }
    }

    /**
     * Compares on from where both are.
     *
     * @param position of the next byte, as it is counted
     * @param limit position to stop at
     * @throws IOException when one cannot be read
     */
    public End run(Examination examination, long position, long limit) throws IOException {
        Turn turn = new Turn();
        long at = position;
        try (Arena arena = Arena.ofShared();
                Examiner examiner = examination.examiner(turn)) {
            MemorySegment a = arena.allocate(block, BufferPool.ALIGNMENT);
            MemorySegment b = arena.allocate(block, BufferPool.ALIGNMENT);
            for (long unit = 0; ; unit++) {
                int count = (int) Math.min(block, limit - at);
                int firstBytes = fill(first, a, count);
                int secondBytes = fill(second, b, count);
                int common = Math.min(firstBytes, secondBytes);
                examiner.begin(unit);
                if (common > 0) {
                    examiner.look(a, b, at, common);
                }
                boolean more = examiner.publish();
                turn.pass();
                at += common;
                if (!more || common < block) {
                    return new End(at, firstBytes < secondBytes, secondBytes < firstBytes);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Reads until {@code count} bytes are there or the end is. A read of nothing shows errors. */
    private static int fill(Input file, MemorySegment into, int count) throws DeviceException {
        int done = 0;
        do {
            long result = file.read(into.asSlice(done), count - done);
            if (result < 0) {
                throw new DeviceException(file.name(), (int) -result);
            }
            if (result == 0) {
                break;
            }
            done += (int) result;
        } while (done < count);
        return done;
    }

    /**
     * Reads and forgets.
     *
     * @throws DeviceException when it cannot be read
     */
    public static void discard(Input file, long bytes, int block) throws DeviceException {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(block, BufferPool.ALIGNMENT);
            for (long left = bytes; left > 0; ) {
                int count = (int) Math.min(block, left);
                if (fill(file, memory, count) < count) {
                    return;
                }
                left -= count;
            }
        }
    }
}
