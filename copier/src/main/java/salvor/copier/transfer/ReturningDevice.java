package salvor.copier.transfer;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;
import salvor.copier.device.DeviceException;
import salvor.copier.device.DeviceSearch;
import salvor.copier.device.Errno;
import salvor.copier.device.ErrorClass;
import salvor.copier.device.Geometry;
import salvor.copier.device.Identity;
import salvor.copier.device.ReadOutcome;
import salvor.copier.map.Proof;
import salvor.protocol.message.Extent;

/**
 * A device that may leave and come back, even under another name. A read that finds it gone waits
 * for it, makes sure that it is the same by identity and bytes, and reads again; when it does not
 * come in time, the read fails as {@link ErrorClass#VANISHED}.
 */
public final class ReturningDevice implements Device {

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration CLOSE_WAITS = Duration.ofMillis(700);

    private final String name;
    private final Geometry geometry;
    private final Identity identity;
    private final DeviceSearch search;
    private final List<Proof.Checksum> known;
    private final Duration patience;
    private final DeviceWatch watch;
    private final Clock clock;
    private final ReadSamples samples = new ReadSamples();
    private final Set<String> refused = new HashSet<>();

    /** Who looks for the device; the others wait for what it finds. */
    private final ReentrantLock searching = new ReentrantLock();

    /** Reads share it; nobody closes a device under a read. */
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();

    private Device current;
    private final AtomicLong comings = new AtomicLong();
    private volatile boolean ended;

    /**
     * @param first the device as it is now; closed with this
     * @param known bytes of it from earlier runs; may be empty
     * @param patience how long to wait each time it leaves
     */
    public ReturningDevice(
            Device first,
            DeviceSearch search,
            List<Proof.Checksum> known,
            Duration patience,
            DeviceWatch watch,
            Clock clock) {
        this.name = first.name();
        this.geometry = first.geometry();
        this.identity = first.identity();
        this.current = first;
        this.search = search;
        this.known = List.copyOf(known);
        this.patience = patience;
        this.watch = watch;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Geometry geometry() {
        return geometry;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        while (true) {
            long coming = comings.get();
            ReadOutcome outcome = readOnce(position, into);
            if (outcome != null) {
                return outcome;
            }
            if (!awaitReturn(coming)) {
                return new ReadOutcome.Failed(ErrorClass.VANISHED, Errno.ENODEV);
            }
        }
    }

    /** Null when the device is gone. */
    private @Nullable ReadOutcome readOnce(long position, MemorySegment into) {
        inUse.readLock().lock();
        try {
            ReadOutcome outcome = current.read(position, into);
            if (isGone(position, outcome)) {
                return null;
            }
            if (outcome.bytes() > 0) {
                samples.add(position, into.asSlice(0, outcome.bytes()));
            }
            return outcome;
        } finally {
            inUse.readLock().unlock();
        }
    }

    /** The last commands before a disk is gone may end with an error of any kind. */
    private boolean isGone(long position, ReadOutcome outcome) {
        return switch (outcome) {
            case ReadOutcome.Complete _, ReadOutcome.Partial _ -> false;
            case ReadOutcome.End() -> position < size();
            case ReadOutcome.Failed(ErrorClass kind, int _) ->
                    kind == ErrorClass.VANISHED || !current.isPresent();
        };
    }

    /** Whether there is a newer device than the one that came as number {@code coming}. */
    private boolean awaitReturn(long coming) {
        searching.lock();
        try {
            if (comings.get() != coming) {
                return true;
            }
            if (ended || patience.isZero()) {
                return false;
            }
            watch.awaiting(name, patience);
            long start = clock.nanos();
            while (!ended && !found()) {
                long left = patience.toNanos() - (clock.nanos() - start);
                ended |= left <= 0;
                if (left > 0) {
                    clock.sleep(Duration.ofNanos(Math.min(left, LOOK_EVERY.toNanos())));
                }
            }
            return comings.get() != coming;
        } finally {
            searching.unlock();
        }
    }

    private boolean found() {
        for (DeviceSearch.Candidate candidate : search.candidates()) {
            if (refused.contains(candidate.instance())) {
                continue;
            }
            Device device = opened(candidate);
            if (device != null && isIt(candidate, device)) {
                exchange(device);
                watch.returned(candidate.name());
                return true;
            }
        }
        return false;
    }

    /** Null when it cannot be opened, or is not there with its full size. */
    private @Nullable Device opened(DeviceSearch.Candidate candidate) {
        try {
            Device device = candidate.open();
            if (device.size() == size() && device.geometry().alignment() <= geometry.alignment()) {
                return device;
            }
            device.close();
            return null;
        } catch (DeviceException e) {
            return null;
        }
    }

    private boolean isIt(DeviceSearch.Candidate candidate, Device device) {
        List<Proof.Checksum> proofs = new ArrayList<>(samples.all());
        proofs.addAll(known);
        return switch (Recognition.of(device, identity, proofs)) {
            case SAME -> true;
            case OTHER_IDENTITY -> refuse(candidate, device, "is another drive");
            case OTHER_BYTES -> refuse(candidate, device, "is as large, but has other bytes");
            case UNKNOWN -> {
                if (proofs.isEmpty()) {
                    yield refuse(candidate, device, "cannot be told from others: nothing was read");
                }
                device.close();
                yield false;
            }
        };
    }

    private boolean refuse(DeviceSearch.Candidate candidate, Device device, String why) {
        device.close();
        refused.add(candidate.instance());
        watch.refused(candidate.name(), why);
        return false;
    }

    private void exchange(Device device) {
        inUse.writeLock().lock();
        try {
            current.close();
            current = device;
            comings.incrementAndGet();
        } finally {
            inUse.writeLock().unlock();
        }
    }

    @Override
    public Extent nextData(long position) {
        inUse.readLock().lock();
        try {
            return current.nextData(position);
        } finally {
            inUse.readLock().unlock();
        }
    }

    @Override
    public boolean isPresent() {
        inUse.readLock().lock();
        try {
            return current.isPresent();
        } finally {
            inUse.readLock().unlock();
        }
    }

    /**
     * Ends waiting reads. A device with a read in the kernel's hands is left to the process' end.
     */
    @Override
    public void close() {
        ended = true;
        try {
            if (inUse.writeLock().tryLock(CLOSE_WAITS.toMillis(), TimeUnit.MILLISECONDS)) {
                current.close();
                inUse.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
