package salvor.copier.cli;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.InputFile;

/**
 * Both operands, open, each at the position where its comparison starts.
 *
 * @param firstPosition bytes from the start of the file; -1 where it cannot be told
 */
record CmpFiles(CmpOperand first, CmpOperand second, long firstPosition, long secondPosition)
        implements AutoCloseable {

    /** A read of a stream, where the file system has no wish. */
    private static final int BLOCK_DEFAULT = 8192;

    private static final long BLOCK_MAX = 64 << 20;

    /**
     * Opens both; null when they have one name and one skip, and so are the same.
     *
     * @throws OpenException when one cannot be opened
     */
    static @Nullable CmpFiles open(CmpArguments arguments, CmpStreams streams) throws IOException {
        String firstName = arguments.files().getFirst();
        String secondName = arguments.files().getLast();
        List<Long> skips = arguments.skips();
        boolean same =
                !arguments.counts()
                        && firstName.equals(secondName)
                        && skips.getFirst().equals(skips.getLast());
        // Standard input first: were it closed, another file would get its number.
        boolean secondFirst = secondName.equals("-");
        CmpOperand one = open(secondFirst ? secondName : firstName, arguments, streams);
        if (same) {
            one.close();
            return null;
        }
        CmpOperand other;
        try {
            other = open(secondFirst ? firstName : secondName, arguments, streams);
        } catch (IOException e) {
            one.close();
            throw e;
        }
        CmpOperand first = secondFirst ? other : one;
        CmpOperand second = secondFirst ? one : other;
        long firstPosition = Math.max(-1, first.skip(skips.getFirst()));
        return new CmpFiles(
                first, second, firstPosition, Math.max(-1, second.skip(skips.getLast())));
    }

    private static CmpOperand open(String name, CmpArguments arguments, CmpStreams streams)
            throws IOException {
        if (name.equals("-")) {
            return new CmpFile(InputFile.of(name, streams.input()));
        }
        try {
            return switch (Location.parse(name)) {
                case Location.Local(String path) -> new CmpFile(InputFile.open(path));
                case Location.Remote far -> CmpDevice.far(name, far, arguments.insecureAnywhere());
                case Location.Simulated drive -> CmpDevice.simulated(name, drive);
            };
        } catch (IOException e) {
            throw new OpenException(e);
        } catch (IllegalArgumentException e) {
            throw new OpenException(new IOException(name + ": " + e.getMessage()));
        }
    }

    /** Whether both are one file at one position. */
    boolean areSame() {
        return first instanceof CmpFile one
                && second instanceof CmpFile other
                && one.isSame(other)
                && firstPosition == secondPosition;
    }

    /** Whether both are one open file, and so move each other's position. */
    boolean sharePosition() {
        return first instanceof CmpFile one
                && second instanceof CmpFile other
                && one.sharesPosition(other);
    }

    /**
     * Whether both are files whose lengths tell that they differ within {@code limit} bytes. A file
     * of {@code /proc} says that it is empty, and GNU cmp believes it.
     */
    boolean lengthsDiffer(long limit) {
        if (!first.isRegular() || !second.isRegular()) {
            return false;
        }
        long one = Math.max(0, first.size() - firstPosition);
        long other = Math.max(0, second.size() - secondPosition);
        return one != other && Math.min(one, other) < limit;
    }

    /** Columns for the highest number that a byte can have, as far as that is known beforehand. */
    int numberWidth(long limit) {
        long highest = limit;
        if (first.isRegular()) {
            highest = Math.min(highest, first.size() - firstPosition);
        }
        if (second.isRegular()) {
            highest = Math.min(highest, second.size() - secondPosition);
        }
        int width = 1;
        for (long rest = highest / 10; rest != 0; rest /= 10) {
            width++;
        }
        return width;
    }

    /** Bytes that both have for certain and that can be read anywhere: 0 when one is a stream. */
    long commonLength(long limit) {
        if (sharePosition()) {
            return 0;
        }
        long common = Math.min(length(first, firstPosition), length(second, secondPosition));
        return Math.min(limit, common);
    }

    private static long length(CmpOperand operand, long position) {
        return position < 0 ? 0 : Math.max(0, operand.size() - position);
    }

    /** Bytes of a read of a stream: the least common multiple of what both file systems like. */
    int blockSize() {
        long one = wish(first);
        long other = wish(second);
        long common = one / greatestDivisor(one, other) * other;
        return (int) (common <= BLOCK_MAX ? common : Math.min(one, BLOCK_MAX));
    }

    private static long wish(CmpOperand operand) {
        int size = operand.blockSize();
        return size > 0 ? size : BLOCK_DEFAULT;
    }

    private static long greatestDivisor(long a, long b) {
        return b == 0 ? a : greatestDivisor(b, a % b);
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
