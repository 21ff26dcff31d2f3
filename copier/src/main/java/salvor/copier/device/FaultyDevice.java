package salvor.copier.device;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/**
 * A device that fails where it is told to: bad extents, short counts, interrupted calls, delays,
 * and leaving altogether. What is left to chance comes from a seed. Until something is asked for it
 * answers like the device behind it. Unlike {@link SimulatedDrive} it knows no costs.
 */
public final class FaultyDevice extends ForwardingDevice {

    /** Waits, or takes note that a device would have. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration duration);
    }

    private record Bad(Extent extent, int errno) {}

    private final Random random;
    private final int sector;
    private final List<Bad> bad = new ArrayList<>();
    private int shortOneIn;
    private int interruptOneIn;
    private long readsLeft = Long.MAX_VALUE;
    private long latencyNanosMax;
    private Sleeper sleeper = _ -> {};

    /**
     * @param device closed with this one
     */
    public FaultyDevice(Device device, long seed) {
        super(device);
        random = new Random(seed);
        Geometry geometry = device.geometry();
        sector = Math.max(geometry.logicalSector(), geometry.alignment());
    }

    /**
     * A read that touches {@code extent} gives {@code errno}, and no bytes at all.
     *
     * @param extent on borders of sectors
     */
    public synchronized FaultyDevice bad(Extent extent, int errno) {
        bad.add(new Bad(extent, errno));
        return this;
    }

    /**
     * One in so many reads gives fewer bytes than were asked for, and every read that begins before
     * a bad extent gives the bytes before it.
     */
    public synchronized FaultyDevice shortCounts(int oneIn) {
        shortOneIn = oneIn;
        return this;
    }

    /** One in so many reads is interrupted (EINTR). */
    public synchronized FaultyDevice interrupts(int oneIn) {
        interruptOneIn = oneIn;
        return this;
    }

    /** Every read takes up to {@code most} longer. */
    public synchronized FaultyDevice latency(Duration most, Sleeper by) {
        latencyNanosMax = most.toNanos();
        sleeper = by;
        return this;
    }

    /** After so many more reads it has left: reads give ENODEV or nothing. */
    public synchronized void vanishAfter(long reads) {
        readsLeft = reads;
    }

    /** It is plugged in again. */
    public synchronized void comeBack() {
        readsLeft = Long.MAX_VALUE;
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        delay();
        Extent asked = new Extent(position, into.byteSize());
        ReadOutcome failure = failure(asked);
        if (failure != null) {
            return failure;
        }
        long count = granted(asked);
        ReadOutcome outcome = super.read(position, into.asSlice(0, count));
        return count < into.byteSize() && outcome instanceof ReadOutcome.Complete(int bytes)
                ? new ReadOutcome.Partial(bytes)
                : outcome;
    }

    private void delay() {
        Duration duration;
        Sleeper by;
        synchronized (this) {
            if (latencyNanosMax == 0) {
                return;
            }
            duration = Duration.ofNanos(random.nextLong(latencyNanosMax + 1));
            by = sleeper;
        }
        by.sleep(duration);
    }

    private synchronized @Nullable ReadOutcome failure(Extent asked) {
        if (readsLeft <= 0) {
            return random.nextBoolean() ? failed(Errno.ENODEV) : new ReadOutcome.End();
        }
        readsLeft--;
        if (chance(interruptOneIn)) {
            return failed(Errno.EINTR);
        }
        for (Bad area : bad) {
            if (area.extent().overlaps(asked)
                    && (shortOneIn == 0 || area.extent().start() <= asked.start())) {
                return failed(area.errno());
            }
        }
        return null;
    }

    /** Bytes of {@code asked} to read, at least a sector of a read that is longer than one. */
    private synchronized long granted(Extent asked) {
        long count = asked.length();
        for (Bad area : bad) {
            if (area.extent().overlaps(asked)) {
                count = Math.min(count, area.extent().start() - asked.start());
            }
        }
        return count > sector && chance(shortOneIn)
                ? (1 + random.nextLong((count - 1) / sector)) * sector
                : count;
    }

    private boolean chance(int oneIn) {
        return oneIn > 0 && random.nextInt(oneIn) == 0;
    }

    private static ReadOutcome failed(int errno) {
        return new ReadOutcome.Failed(Errno.kind(errno), errno);
    }

    @Override
    public synchronized boolean isPresent() {
        return readsLeft > 0 && super.isPresent();
    }
}
