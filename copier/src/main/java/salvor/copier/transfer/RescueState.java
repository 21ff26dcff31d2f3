package salvor.copier.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

    private final Policy policy;
    private final RescueMap map;
    private final RescueMap image;
    private final Effort effort;
    private final Suspicion suspicion;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int readers;
    private int outstanding;
    private boolean finished;
    private boolean hasLost;
    private boolean stopping;
    private boolean deviceLost;
    private @Nullable IOException failure;

    /**
     * @param map what {@code policy} works on
     * @param image what people are shown; where it is another, nobody changes it
     */
    RescueState(Policy policy, RescueMap map, RescueMap image, Effort effort) {
        this.policy = policy;
        this.map = map;
        this.image = image;
        this.effort = effort;
        suspicion = new Suspicion(map);
    }

    // ---- for readers

    /** What to read next; null when there is nothing more for this reader. */
    @Nullable Extent next() throws InterruptedException {
        lock.lock();
        try {
            while (!ending() && !effort.isOutOfFailures()) {
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
            effort.succeeded(asked, outcome.bytes(), nanos);
            suspicion.gave(asked);
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
            effort.failed(asked, nanos);
            outstanding--;
            changed.signalAll();
            return suspicion.failed();
        } finally {
            lock.unlock();
        }
    }

    /** What of {@code extent} is not at the destination, as far as it is known here. */
    List<Extent> notRescued(Extent extent) {
        List<Extent> missing = new ArrayList<>();
        lock.lock();
        try {
            for (Region region : map.regions(extent)) {
                Extent part = region.extent();
                if (region.status() == Status.RESCUED) {
                    continue;
                }
                if (!missing.isEmpty() && missing.getLast().end() == part.start()) {
                    part = Extent.between(missing.removeLast().start(), part.end());
                }
                missing.add(part);
            }
            return missing;
        } finally {
            lock.unlock();
        }
    }

    /** The drive gave good data: the failures before were the medium's. */
    void answered() {
        lock.lock();
        try {
            suspicion.answered();
        } finally {
            lock.unlock();
        }
    }

    /** The drive left or is dead: what failed since it last answered says nothing of the medium. */
    void deviceLost() {
        lock.lock();
        try {
            suspicion.confirmed();
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
            if (effort.bytesRead() == before) {
                deviceLost();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What reads gave so far. */
    long bytesRead() {
        return effort.bytesRead();
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

    /** Sectors by which a drive can show that it is alive. */
    List<Extent> witnesses(int sector) {
        lock.lock();
        try {
            return suspicion.witnesses(sector);
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
            hasLost = false;
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
            if (effort.isSpent()) {
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

    /** These did not arrive and will be read again. */
    void lost(List<Extent> extents) {
        lock.lock();
        try {
            extents.forEach(policy::lost);
            hasLost |= !extents.isEmpty();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether something did not arrive since the readers started; they may not know of it. */
    boolean hasLost() {
        lock.lock();
        try {
            return hasLost;
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

    RescueMap imageNow() {
        lock.lock();
        try {
            return new RescueMap(image);
        } finally {
            lock.unlock();
        }
    }

    Progress progress() {
        lock.lock();
        try {
            return new Progress(
                    image.size(),
                    image.total(Status.RESCUED),
                    image.total(Status.NON_TRIED),
                    image.areas(),
                    effort.readErrors(),
                    effort.bytesRead(),
                    effort.elapsed(),
                    policy.pass());
        } finally {
            lock.unlock();
        }
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
