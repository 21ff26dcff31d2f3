package salvor.copier.cli;

import java.io.File;
import java.io.IOException;
import java.util.stream.Stream;
import salvor.copier.device.DeviceException;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Posix;

/**
 * Where {@code cmp} reads and writes.
 *
 * @param input descriptor of standard input
 * @param output descriptor of standard output
 * @param error descriptor of standard error
 */
record CmpStreams(int input, int output, int error) {

    private static final File DESCRIPTORS = new File("/proc/self/fd");

    /**
     * The process's own. One that was closed when the process began is replaced as GNU cmp does it,
     * by what cannot be used: reading or writing fails as with a closed one, and yet no file that
     * is opened later gets its number.
     */
    static CmpStreams process() {
        return new CmpStreams(
                isOwn(0) ? unusable("/dev/full", Posix.O_WRONLY, 0) : 0,
                isOwn(1) ? unusable("/dev/null", Posix.O_RDONLY, 1) : 1,
                isOwn(2) ? unusable("/dev/null", Posix.O_RDONLY, 2) : 2);
    }

    private static int unusable(String path, int flags, int otherwise) {
        int fd = Posix.open(path, flags);
        return fd < 0 ? otherwise : fd;
    }

    /**
     * Whether this number is closed, or went to a file that the JVM opened for itself, for which it
     * was free then.
     */
    private static boolean isOwn(int fd) {
        try {
            FileStatus status = FileStatus.of(fd, "a standard stream");
            return status.kind() == FileStatus.Kind.REGULAR && isOwn(target(fd));
        } catch (DeviceException e) {
            return true;
        }
    }

    /** One of the JVM's files, and open but once: nobody else handed it over as well. */
    private static boolean isOwn(String path) {
        boolean own = path.endsWith(".jar") ? isProgram(path) : path.equals(modules());
        return own && timesOpen(path) == 1;
    }

    private static String modules() {
        return canonical(new File(System.getProperty("java.home", ""), "lib/modules"));
    }

    /** Whether it lies where this program does; its libraries are there too. */
    private static boolean isProgram(String path) {
        String classPath = System.getProperty("java.class.path", "");
        return Stream.of(classPath.split(File.pathSeparator, -1))
                .map(entry -> canonical(new File(entry).getAbsoluteFile().getParentFile()))
                .anyMatch(path::startsWith);
    }

    private static long timesOpen(String path) {
        String[] open = DESCRIPTORS.list();
        return Stream.of(open == null ? new String[0] : open)
                .filter(fd -> canonical(new File(DESCRIPTORS, fd)).equals(path))
                .count();
    }

    private static String target(int fd) {
        return canonical(new File(DESCRIPTORS, Integer.toString(fd)));
    }

    private static String canonical(File file) {
        try {
            return file.getCanonicalPath();
        } catch (IOException e) {
            return file.getPath();
        }
    }
}
