package salvor.copier.map;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Errno;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Posix;

/**
 * Files of one folder in memory, and what of them a disk would hold. A power cut keeps what was
 * forced; of the rest, each part may have reached the disk or not: each write alone, and the last
 * name changes up to any of them.
 */
final class CrashingFiles implements FileCalls {

    private static final int BLOCK = 512;

    /** The power is gone; nothing works until {@link #powerOn}. */
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class Inode {
        byte[] cached = new byte[0];
        byte[] onDisk = new byte[0];
    }

    private final Random random;
    private Map<String, Inode> names = new HashMap<>();
    private Map<String, Inode> namesOnDisk = new HashMap<>();
    private final Map<Integer, Inode> open = new HashMap<>();
    private int callsLeft = Integer.MAX_VALUE;
    private int failAt = -1;
    private int errno;
    private int nextFd = 3;
    private int calls;
    private boolean unlinked;

    CrashingFiles(Random random) {
        this.random = random;
    }

    /** The power goes in the middle of the call after this many. */
    void cutPowerAfter(int calls) {
        callsLeft = calls;
    }

    /** The call after this many fails, once. */
    void failAt(int call, int errno) {
        calls = 0;
        unlinked = false;
        failAt = call;
        this.errno = errno;
    }

    /** Whether the last unlink went well. */
    boolean unlinked() {
        return unlinked;
    }

    boolean exists(String path) {
        return names.containsKey(path);
    }

    byte @Nullable [] content(String path) {
        Inode inode = names.get(path);
        return inode == null ? null : inode.cached;
    }

    /** The power goes, if it has not, and returns: what the disk holds is what there is. */
    void powerOn() {
        callsLeft = Integer.MAX_VALUE;
        open.clear();
        if (random.nextBoolean()) {
            namesOnDisk = new HashMap<>(names);
        }
        names = new HashMap<>(namesOnDisk);
        for (Inode inode : names.values()) {
            inode.onDisk = torn(inode);
            inode.cached = inode.onDisk.clone();
        }
    }

    /** Some blocks as cached, some as on the disk, of either length. */
    private byte[] torn(Inode inode) {
        if (Arrays.equals(inode.cached, inode.onDisk)) {
            return inode.onDisk;
        }
        byte[] found =
                Arrays.copyOf(
                        inode.onDisk,
                        random.nextBoolean() ? inode.cached.length : inode.onDisk.length);
        for (int at = 0; at < found.length; at += BLOCK) {
            int length = Math.min(BLOCK, Math.min(found.length, inode.cached.length) - at);
            if (length > 0 && random.nextBoolean()) {
                System.arraycopy(inode.cached, at, found, at, length);
            }
        }
        return found;
    }

    /** 0, or the negative errno this call shall fail with. */
    private int enter() {
        if (callsLeft == 0) {
            throw new PowerCut();
        }
        callsLeft--;
        return calls++ == failAt ? -errno : 0;
    }

    @Override
    public String resolve(String path) {
        return path;
    }

    @Override
    public @Nullable FileStatus status(String path) {
        Inode inode = names.get(path);
        return inode == null
                ? null
                : new FileStatus(
                        FileStatus.Kind.REGULAR, inode.cached.length, 0, 0, 0, 512, 0644, 0, 0, 0);
    }

    @Override
    public int open(String path, int flags) {
        int failure = enter();
        if (failure < 0) {
            return failure;
        }
        if (path.equals(".")) {
            open.put(nextFd, new Inode());
            return nextFd++;
        }
        if ((flags & Posix.O_CREAT) != 0) {
            if (names.containsKey(path)) {
                return -Errno.EEXIST;
            }
            names.put(path, new Inode());
        }
        Inode inode = names.get(path);
        if (inode == null) {
            return -Errno.ENOENT;
        }
        open.put(nextFd, inode);
        return nextFd++;
    }

    @Override
    public int close(int fd) {
        open.remove(fd);
        return 0;
    }

    @Override
    public long pread(int fd, MemorySegment into, long count, long position) {
        byte[] bytes = inode(fd).cached;
        int got = (int) Math.clamp(bytes.length - position, 0, count);
        MemorySegment.copy(bytes, (int) position, into, ValueLayout.JAVA_BYTE, 0, got);
        return got;
    }

    @Override
    public long pwrite(int fd, MemorySegment from, long count, long position) {
        int failure = enter();
        if (failure < 0) {
            return failure;
        }
        int some = 1 + random.nextInt((int) count);
        Inode inode = inode(fd);
        inode.cached =
                Arrays.copyOf(inode.cached, Math.max(inode.cached.length, (int) position + some));
        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, 0, inode.cached, (int) position, some);
        return some;
    }

    @Override
    public int ftruncate(int fd, long length) {
        int failure = enter();
        inode(fd).cached = Arrays.copyOf(inode(fd).cached, (int) length);
        return failure;
    }

    @Override
    public int fsync(int fd) {
        int failure = enter();
        if (failure < 0) {
            return failure;
        }
        Inode inode = inode(fd);
        if (names.containsValue(inode)) {
            inode.onDisk = inode.cached.clone();
        } else {
            namesOnDisk = new HashMap<>(names);
        }
        return 0;
    }

    @Override
    public int resemble(int fd, FileStatus model) {
        return enter();
    }

    @Override
    public int rename(String from, String to) {
        int failure = enter();
        Inode inode = names.get(from);
        if (failure < 0 || inode == null) {
            return failure < 0 ? failure : -Errno.ENOENT;
        }
        names.remove(from);
        names.put(to, inode);
        return 0;
    }

    @Override
    public int unlink(String path) {
        int failure = enter();
        if (failure < 0) {
            return failure;
        }
        unlinked = true;
        return names.remove(path) == null ? -Errno.ENOENT : 0;
    }

    private Inode inode(int fd) {
        Inode inode = open.get(fd);
        if (inode == null) {
            throw new IllegalStateException("not open: " + fd);
        }
        return inode;
    }
}
