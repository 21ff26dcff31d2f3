package salvor.copier.cli;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import salvor.copier.compare.Side;
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
        return new Side(file.asDevice(), direct, position, map);
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
