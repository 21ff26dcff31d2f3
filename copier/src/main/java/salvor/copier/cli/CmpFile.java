package salvor.copier.cli;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import salvor.copier.compare.Side;
import salvor.copier.device.AnywhereDevice;
import salvor.copier.device.Device;
import salvor.copier.device.DeviceException;
import salvor.copier.device.FileStatus;
import salvor.copier.device.InputFile;
import salvor.copier.map.RescueMap;

/** Anything of this machine, as GNU cmp takes it too. */
final class CmpFile implements CmpOperand {

    private final InputFile file;
    private final LateDevice direct;

    CmpFile(InputFile file) {
        this.file = file;
        direct = new LateDevice(file::openDirect);
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public boolean isRegular() {
        return file.status().kind() == FileStatus.Kind.REGULAR;
    }

    @Override
    public long size() {
        return switch (file.status().kind()) {
            case REGULAR, BLOCK -> file.size();
            case CHARACTER, DIRECTORY, PIPE, SOCKET, OTHER -> 0;
        };
    }

    @Override
    public int blockSize() {
        return file.status().blockSize();
    }

    @Override
    public long skip(long bytes) {
        return file.skip(bytes);
    }

    @Override
    public void seek(long position) {
        file.seek(position);
    }

    @Override
    public long read(MemorySegment into, long count) {
        return file.read(into, count);
    }

    @Override
    public Side side(long position, @Nullable RescueMap map) throws DeviceException {
        return new Side(device(), direct, position, map);
    }

    /**
     * Of a block device the page cache keeps nothing once everybody has closed it: going through it
     * costs a copy and brings nothing, unless somebody else has it open and has read it.
     */
    private Device device() throws DeviceException {
        Device cached = file.asDevice();
        if (file.status().kind() != FileStatus.Kind.BLOCK || file.isCached()) {
            return cached;
        }
        try {
            return new AnywhereDevice(direct.get(), cached);
        } catch (UncheckedIOException _) {
            // Who gave it as standard input may open what this process may not.
            return cached;
        }
    }

    /** Whether both are one file. */
    boolean isSame(CmpFile other) {
        return file.status().device() == other.file.status().device()
                && file.status().inode() == other.file.status().inode();
    }

    /** Whether both read from the same descriptor, and so move each other's position. */
    boolean sharesPosition(CmpFile other) {
        return file.sharesPosition(other.file);
    }

    @Override
    public void close() {
        direct.close();
        file.close();
    }
}
