package salvor.copier.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.ReadOutcome;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.Policy;
import salvor.copier.rescue.Step;
import salvor.protocol.message.Extent;

/**
 * What the readers and the thread that saves share: the policy with its map, the counters, and why
 * to stop. One lock guards it all; it is never held during I/O.
 */
final class RescueState {

    /** Failures in a row after which it is asked whether the drive still answers at all. */
    private static final int SUSPICIOUS_FAILURES = 48;

    /** Together with {@link #SUSPICIOUS_FAILURES}, no more than 64 commands to a dead drive. */
    private static final int WITNESSES = 16;

    private final Policy policy;
    private final RescueMap map;
    private final Limits limits;
    private final Clock clock;
    private final long startNanos;
    private final ReadLatencies latencies = new ReadLatencies();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int readers;
    private int outstanding;
    private int failuresInRow;
    private long readErrors;
    private long bytesRead;
    private boolean finished;
    private boolean stopping;
    private boolean deviceLost;
    private @Nullable IOException failure;

    RescueState(Policy policy, RescueMap map, Limits limits, Clock clock) {
        this.policy = policy;
        this.map = map;
        this.limits = limits;
        this.clock = clock;
        startNanos = clock.nanos();
        map.mark();
    }

    // ---- for readers

    /** What to read next; null when there is nothing more for this reader. */
    @Nullable Extent next() throws InterruptedException {
        lock.lock();
        try {
            while (!ending() && readErrors < limits.failures()) {
                switch (policy.next()) {
                    case Step.Read(Extent extent) -> {
                        outstanding++;
                        return extent;
                    }
                    case Step.Done() when outstanding == 0 -> {
                        finished = true;
                        return null;
                    }
                    case Step.Wait(), Step.Done() -> changed.await();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    void succeeded(Extent asked, ReadOutcome outcome, long nanos) {
        lock.lock();
        try {
            policy.report(asked, outcome, nanos);
            latencies.record(asked, nanos);
            bytesRead += outcome.bytes();
            answered();
            outstanding--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether so many reads failed in a row that the drive itself is in question. */
    boolean failed(Extent asked, ReadOutcome.Failed outcome, long nanos) {
        lock.lock();
        try {
            if (deviceLost) {
                return false; // another lane's read failed for that; it says nothing of the medium
            }
            policy.report(asked, outcome, nanos);
            latencies.record(asked, nanos);
            readErrors++;
            failuresInRow++;
            outstanding--;
            changed.signalAll();
            return failuresInRow % SUSPICIOUS_FAILURES == 0;
        } finally {
            lock.unlock();
        }
    }

    /** What of {@code extent} is not at the destination, as far as it is known here. */
    List<Extent> notRescued(Extent extent) {
        lock.lock();
        try {
            return map.regions(extent).stream()
                    .filter(region -> region.status() != Status.RESCUED)
                    .map(Region::extent)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** The drive gave good data: the failures before were the medium's. */
    void answered() {
        lock.lock();
        try {
            failuresInRow = 0;
            map.mark();
        } finally {
            lock.unlock();
        }
    }

    /** The drive left or is dead: what failed since it last answered says nothing of the medium. */
    void deviceLost() {
        lock.lock();
        try {
            map.rollback();
            deviceLost = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The same, unless another lane got data since the count of bytes was {@code before}. */
    void deviceLostUnlessRead(long before) {
        lock.lock();
        try {
            if (bytesRead == before) {
                deviceLost();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What reads gave so far. */
    long bytesRead() {
        lock.lock();
        try {
            return bytesRead;
        } finally {
            lock.unlock();
        }
    }

    void fail(IOException e) {
        lock.lock();
        try {
            failure = failure == null ? e : failure;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void readerEnded() {
        lock.lock();
        try {
            readers--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sectors by which a drive can show that it is alive: one that it gave before, or when it never
     * gave any, some from all over it.
     */
    List<Extent> witnesses(int sector) {
        lock.lock();
        try {
            Region rescued = map.next(Status.RESCUED, 0);
            if (rescued != null) {
                long length = Math.min(sector, rescued.extent().length());
                return List.of(new Extent(rescued.extent().start(), length));
            }
            long sectors = Math.ceilDiv(map.size(), sector);
            return LongStream.range(0, WITNESSES)
                    .map(i -> sectors * (2 * i + 1) / (2 * WITNESSES) * sector)
                    .mapToObj(at -> Extent.between(at, Math.min(at + sector, map.size())))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    // ---- for the thread that saves

    /** So many readers are about to start. */
    void readersStart(int count) {
        lock.lock();
        try {
            readers = count;
            finished = false;
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits at most this long; tells whether the readers should still be at work. */
    boolean awaitEnding(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && readers > 0 && !ending()) {
                left = changed.awaitNanos(left);
            }
            if (elapsed() > limits.time().toNanos() || readErrors >= limits.failures()) {
                stopping = true;
            }
            return readers > 0 && !ending();
        } finally {
            lock.unlock();
        }
    }

    /** Waits at most this long for the readers to end. */
    void awaitReaders(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && readers > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean ending() {
        return stopping || deviceLost || failure != null;
    }

    private long elapsed() {
        return clock.nanos() - startNanos;
    }

    /** These did not arrive and will be read again. */
    void lost(List<Extent> extents) {
        lock.lock();
        try {
            extents.forEach(policy::lost);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    RescueMap mapNow() {
        lock.lock();
        try {
            return new RescueMap(map);
        } finally {
            lock.unlock();
        }
    }

    Progress progress() {
        lock.lock();
        try {
            return new Progress(
                    map.size(),
                    map.total(Status.RESCUED),
                    map.total(Status.NON_TRIED),
                    map.areas(),
                    readErrors,
                    bytesRead,
                    elapsed(),
                    policy.pass());
        } finally {
            lock.unlock();
        }
    }

    ReadLatencies latencies() {
        return latencies;
    }

    /**
     * How the run ended.
     *
     * @throws IOException what made it fail
     */
    Ending outcome() throws IOException {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            return deviceLost ? Ending.DEVICE_LOST : finished ? Ending.FINISHED : Ending.STOPPED;
        } finally {
            lock.unlock();
        }
    }
}
