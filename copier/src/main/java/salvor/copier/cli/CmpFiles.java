package salvor.copier.cli;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.DeviceException;
import salvor.copier.device.FileStatus;
import salvor.copier.device.InputFile;

/**
 * Both operands, open, each at the position where its comparison starts.
 *
 * @param firstPosition bytes from the start of the file; -1 where it cannot be told
 */
record CmpFiles(InputFile first, InputFile second, long firstPosition, long secondPosition)
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
        InputFile one = open(secondFirst ? secondName : firstName, streams);
        if (same) {
            one.close();
            return null;
        }
        InputFile other;
        try {
            other = open(secondFirst ? firstName : secondName, streams);
        } catch (IOException e) {
            one.close();
            throw e;
        }
        InputFile first = secondFirst ? other : one;
        InputFile second = secondFirst ? one : other;
        long firstPosition = Math.max(-1, first.skip(skips.getFirst()));
        return new CmpFiles(
                first, second, firstPosition, Math.max(-1, second.skip(skips.getLast())));
    }

    private static InputFile open(String name, CmpStreams streams) throws IOException {
        if (name.equals("-")) {
            return InputFile.of(name, streams.input());
        }
        try {
            return InputFile.open(name);
        } catch (DeviceException e) {
            throw new OpenException(e);
        }
    }

    /** Whether both are one file at one position. */
    boolean areSame() {
        FileStatus one = first.status();
        FileStatus other = second.status();
        return one.device() == other.device()
                && one.inode() == other.inode()
                && firstPosition == secondPosition;
    }

    /**
     * Whether both are files whose lengths tell that they differ within {@code limit} bytes. A file
     * of {@code /proc} says that it is empty, and GNU cmp believes it.
     */
    boolean lengthsDiffer(long limit) {
        if (!isRegular(first) || !isRegular(second)) {
            return false;
        }
        long one = Math.max(0, first.status().size() - firstPosition);
        long other = Math.max(0, second.status().size() - secondPosition);
        return one != other && Math.min(one, other) < limit;
    }

    private static boolean isRegular(InputFile file) {
        return file.status().kind() == FileStatus.Kind.REGULAR;
    }

    /** Columns for the highest number that a byte can have, as far as that is known beforehand. */
    int numberWidth(long limit) {
        long highest = limit;
        if (isRegular(first)) {
            highest = Math.min(highest, first.status().size() - firstPosition);
        }
        if (isRegular(second)) {
            highest = Math.min(highest, second.status().size() - secondPosition);
        }
        int width = 1;
        for (long rest = highest / 10; rest != 0; rest /= 10) {
            width++;
        }
        return width;
    }

    /** Bytes that both have for certain and that can be read anywhere: 0 when one is a stream. */
    long commonLength(long limit) {
        if (first.sharesPosition(second)) {
            return 0;
        }
        long common = Math.min(length(first, firstPosition), length(second, secondPosition));
        return Math.min(limit, common);
    }

    private static long length(InputFile file, long position) {
        return switch (file.status().kind()) {
            case REGULAR, BLOCK -> position < 0 ? 0 : Math.max(0, file.size() - position);
            case CHARACTER, DIRECTORY, PIPE, SOCKET, OTHER -> 0;
        };
    }

    /** Bytes of a read of a stream: the least common multiple of what both file systems like. */
    int blockSize() {
        long one = wish(first);
        long other = wish(second);
        long common = one / greatestDivisor(one, other) * other;
        return (int) (common <= BLOCK_MAX ? common : Math.min(one, BLOCK_MAX));
    }

    private static long wish(InputFile file) {
        int size = file.status().blockSize();
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
