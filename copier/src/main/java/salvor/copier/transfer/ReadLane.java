package salvor.copier.transfer;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import salvor.copier.device.BufferPool;
import salvor.copier.device.Device;
import salvor.copier.device.DeviceException;
import salvor.copier.device.ErrorClass;
import salvor.copier.device.ReadOutcome;
import salvor.protocol.message.Extent;

/** One read in flight: asks what to read, reads it, hands it to the destination, and so on. */
final class ReadLane implements Runnable {

    /**
     * How often a read is repeated that failed for nobody's fault, and how long to wait between.
     */
    private static final int AGAIN_MAX = 20;

    private static final Duration AGAIN_AFTER = Duration.ofMillis(50);

    private static final Duration LEAVING_TAKES = Duration.ofSeconds(2);
    private static final int SECTOR = 512;

    private final Device source;
    private final RescueState state;
    private final Destination destination;
    private final BufferPool pool;
    private final Clock clock;
    private final LongSupplier readNanos;

    ReadLane(
            Device source,
            RescueState state,
            Destination destination,
            BufferPool pool,
            Clock clock,
            LongSupplier readNanos) {
        this.source = source;
        this.state = state;
        this.destination = destination;
        this.pool = pool;
        this.clock = clock;
        this.readNanos = readNanos;
    }

    @Override
    public void run() {
        try {
            for (Extent extent = state.next(); extent != null; extent = state.next()) {
                if (isHole(extent)) {
                    deliver(new Chunk.Zeros(extent));
                    state.succeeded(extent, new ReadOutcome.Complete((int) extent.length()), 0);
                } else {
                    read(extent);
                }
            }
        } catch (IOException e) {
            state.fail(e);
        } catch (InterruptedException e) {
            state.stop();
        } catch (RuntimeException | Error e) {
            state.fail(new IOException("internal error while reading: " + e, e));
        } finally {
            state.readerEnded();
        }
    }

    private boolean isHole(Extent extent) {
        return source.nextData(extent.start()).start() >= extent.end();
    }

    private void read(Extent extent) throws IOException, InterruptedException {
        MemorySegment buffer = pool.take();
        long start = readNanos.getAsLong();
        ReadOutcome outcome = ask(extent, buffer);
        long nanos = readNanos.getAsLong() - start;
        switch (outcome) {
            case ReadOutcome.Complete _, ReadOutcome.Partial _ -> {
                deliver(Chunk.of(new Extent(extent.start(), outcome.bytes()), buffer, pool));
                state.succeeded(extent, outcome, nanos);
            }
            case ReadOutcome.End() -> {
                pool.release(buffer);
                state.deviceLost();
            }
            case ReadOutcome.Failed failed -> {
                pool.release(buffer);
                failed(extent, failed, nanos);
            }
        }
    }

    /** Reads; what failed for nobody's fault is asked again. */
    private ReadOutcome ask(Extent extent, MemorySegment buffer) {
        MemorySegment into = buffer.asSlice(0, extent.length());
        ReadOutcome outcome = source.read(extent.start(), into);
        for (int i = 0; i < AGAIN_MAX && isForNobodysFault(outcome); i++) {
            clock.sleep(AGAIN_AFTER);
            outcome = source.read(extent.start(), into);
        }
        return outcome;
    }

    private static boolean isForNobodysFault(ReadOutcome outcome) {
        return outcome instanceof ReadOutcome.Failed(ErrorClass kind, int _)
                && kind == ErrorClass.AGAIN;
    }

    /** What is rescued already, perhaps from another copy, is not written again. */
    private void deliver(Chunk chunk) throws IOException, InterruptedException {
        List<Extent> missing = state.notRescued(chunk.extent());
        if (missing.equals(List.of(chunk.extent()))) {
            destination.put(chunk);
            return;
        }
        try {
            for (Extent extent : missing) {
                destination.put(chunk.part(extent));
            }
        } finally {
            chunk.release();
        }
    }

    private void failed(Extent extent, ReadOutcome.Failed failed, long nanos)
            throws IOException, InterruptedException {
        switch (failed.kind()) {
            case VANISHED -> state.deviceLost();
            case MEDIUM, TRANSPORT, UNKNOWN, AGAIN -> {
                // A read is of whole sectors and may reach over bytes that were rescued before.
                for (Extent unread : state.notRescued(extent)) {
                    destination.zero(unread);
                }
                if (state.failed(extent, failed, nanos)) {
                    askWhetherAlive();
                }
            }
            case MISUSE, DENIED, NO_SPACE ->
                    throw new DeviceException(source.name(), failed.errno());
        }
    }

    /**
     * A drive that cannot even give what it gave before is dead, and its errors say nothing. When
     * it never gave anything, it is asked all over.
     */
    private void askWhetherAlive() throws InterruptedException {
        long before = state.bytesRead();
        if (answersAnywhere() || (isLeaving() && answersAnywhere())) {
            state.answered();
        } else {
            state.deviceLostUnlessRead(before);
        }
    }

    private boolean answersAnywhere() throws InterruptedException {
        int sector = Math.max(SECTOR, source.geometry().logicalSector());
        MemorySegment buffer = pool.take();
        boolean answers = false;
        for (Extent extent : state.witnesses(sector)) {
            answers = answers || ask(extent, buffer).bytes() > 0;
        }
        pool.release(buffer);
        return answers;
    }

    /** A disk that is being unplugged answers with errors for a moment before it is gone. */
    private boolean isLeaving() {
        long start = clock.nanos();
        while (source.isPresent() && clock.nanos() - start < LEAVING_TAKES.toNanos()) {
            clock.sleep(AGAIN_AFTER);
        }
        return !source.isPresent();
    }
}
