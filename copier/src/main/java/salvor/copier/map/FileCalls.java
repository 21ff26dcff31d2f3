package salvor.copier.map;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Posix;

/**
 * The kernel's calls that keep a file durable. They stand behind an interface so that a test can
 * cut the power between any two. Each gives its result or the errno as a negative number.
 */
interface FileCalls {

    FileCalls KERNEL = new FileCalls() {};

    /** The file itself behind all links; {@code path} when there is none yet. */
    default String resolve(String path) {
        String real = Posix.realpath(path);
        return real == null ? path : real;
    }

    /** What is at {@code path}; null when nothing is, or it cannot be asked. */
    default @Nullable FileStatus status(String path) {
        return FileStatus.orNull(path);
    }

    default int open(String path, int flags) {
        return Posix.open(path, flags);
    }

    default int close(int fd) {
        return Posix.close(fd);
    }

    default long pread(int fd, MemorySegment into, long count, long position) {
        return Posix.pread(fd, into, count, position);
    }

    default long pwrite(int fd, MemorySegment from, long count, long position) {
        return Posix.pwrite(fd, from, count, position);
    }

    default int ftruncate(int fd, long length) {
        return Posix.ftruncate(fd, length);
    }

    default int fsync(int fd) {
        return Posix.fsync(fd);
    }

    /** Gives an open file the permissions and, where this user may, the owner of {@code model}. */
    default int resemble(int fd, FileStatus model) {
        int ignored = Posix.fchown(fd, model.user(), model.group());
        return Posix.fchmod(fd, model.permissions());
    }

    default int rename(String from, String to) {
        return Posix.rename(from, to);
    }

    default int unlink(String path) {
        return Posix.unlink(path);
    }
}
