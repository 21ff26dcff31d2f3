package salvor.copier.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/**
 * A failing drive in front of a perfect medium. It keeps its own clock: each command costs what it
 * would have cost the drive, and waits for nothing. Like a drive it does one command at a time, and
 * a command that touches a bad sector fails whole.
 */
public final class SimulatedDrive implements Device, DriveClock {

    private final Device medium;
    private final DriveMechanics mechanics;
    private final int badErrno;
    private final ReentrantLock oneCommand = new ReentrantLock();
    private @Nullable Appendable log;

    /** A drive whose bad sectors give EIO, as behind the kernel's loop driver. */
    public SimulatedDrive(Device medium, FaultModel model) {
        this(medium, model, Errno.EIO);
    }

    /**
     * @param medium what the platters hold; closed with the drive
     * @param badErrno what a failed command gives: {@link Errno#EIO}, or {@link Errno#ENODATA} as
     *     from a SCSI disk
     */
    public SimulatedDrive(Device medium, FaultModel model, int badErrno) {
        this.medium = medium;
        this.badErrno = badErrno;
        mechanics = new DriveMechanics(model);
    }

    /**
     * From now on one line a command: {@code SECONDS OFFSET LENGTH ok|fail}, seconds of the drive's
     * clock at its end, bytes. Set before the first read; whoever set it closes it.
     */
    public void logTo(Appendable destination) {
        log = destination;
    }

    @Override
    public String name() {
        return medium.name();
    }

    @Override
    public Geometry geometry() {
        Geometry geometry = medium.geometry();
        return new Geometry(geometry.size(), 512, 512, 1, geometry.optimalRead());
    }

    @Override
    public Identity identity() {
        return medium.identity();
    }

    @Override
    public long driveNanos() {
        oneCommand.lock();
        try {
            return Math.round(mechanics.nanos());
        } finally {
            oneCommand.unlock();
        }
    }

    @Override
    public long failedCommands() {
        oneCommand.lock();
        try {
            return mechanics.failures();
        } finally {
            oneCommand.unlock();
        }
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        long count = Math.min(into.byteSize(), size() - position);
        if (count <= 0) {
            return new ReadOutcome.End();
        }
        return command(new Extent(position, count))
                ? medium.read(position, into)
                : new ReadOutcome.Failed(Errno.kind(badErrno), badErrno);
    }

    @Override
    public void close() {
        medium.close();
    }

    private boolean command(Extent asked) {
        oneCommand.lock();
        try {
            boolean good = mechanics.read(asked);
            if (log != null) {
                writeTo(log, asked, good);
            }
            return good;
        } finally {
            oneCommand.unlock();
        }
    }

    private void writeTo(Appendable destination, Extent asked, boolean good) {
        try {
            destination.append(
                    String.format(
                            Locale.ROOT,
                            "%.4f %d %d %s%n",
                            mechanics.nanos() / 1e9,
                            asked.start(),
                            asked.length(),
                            good ? "ok" : "fail"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
