package salvor.copier.transfer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import salvor.copier.device.Device;
import salvor.copier.device.Errno;
import salvor.copier.device.Geometry;
import salvor.copier.device.Identity;
import salvor.copier.device.ReadOutcome;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * A disk in memory with random damage. By its seed it fails in one of the ways that real ones do:
 * the errno of a SCSI disk or of any other, whole requests or short counts, calls to be repeated.
 */
final class TroubledDisk implements Device {

    private static final int[] MEDIUM_ERRNOS = {
        Errno.EIO, Errno.ENODATA, Errno.EILSEQ, Errno.EREMOTEIO, Errno.ETIMEDOUT, 999
    };

    private final Random random;
    private final int sector;
    private final byte[] bytes;
    private final RescueMap truth;
    private final int errno;
    private final boolean shortCounts;
    private final boolean interrupts;
    private int readsToVanishing = Integer.MAX_VALUE;

    TroubledDisk(Random random, int size, int sector) {
        this.random = new Random(random.nextLong());
        this.sector = sector;
        bytes = new byte[size];
        truth = new RescueMap(size);
        truth.set(new Extent(0, size), Status.RESCUED);
        errno = MEDIUM_ERRNOS[random.nextInt(MEDIUM_ERRNOS.length)];
        shortCounts = random.nextBoolean();
        interrupts = random.nextInt(4) == 0;
        fill(random);
        damage(random);
    }

    private void fill(Random random) {
        for (int at = 0; at < bytes.length; at += 4096) {
            if (random.nextInt(3) > 0) {
                byte[] block = new byte[Math.min(4096, bytes.length - at)];
                random.nextBytes(block);
                System.arraycopy(block, 0, bytes, at, block.length);
            }
        }
    }

    private void damage(Random random) {
        int sectors = Math.ceilDiv(bytes.length, sector);
        int runMax = 1 << random.nextInt(7);
        for (int i = random.nextInt(8); i > 0; i--) {
            int start = random.nextInt(sectors) * sector;
            int end = Math.min(bytes.length, start + (1 + random.nextInt(runMax)) * sector);
            truth.set(Extent.between(start, end), Status.BAD);
        }
    }

    /** After so many more reads it leaves. */
    void vanishAfter(int reads) {
        readsToVanishing = reads;
    }

    /** It is plugged in again. */
    void comeBack() {
        readsToVanishing = Integer.MAX_VALUE;
    }

    RescueMap truth() {
        return truth;
    }

    /** What a finished rescue must make of it. */
    byte[] image() {
        byte[] image = bytes.clone();
        for (Region region : truth.regions()) {
            if (region.status() == Status.BAD) {
                Arrays.fill(
                        image,
                        (int) region.extent().start(),
                        (int) region.extent().end(),
                        (byte) 0);
            }
        }
        return image;
    }

    byte at(long position) {
        return bytes[Math.toIntExact(position)];
    }

    @Override
    public synchronized ReadOutcome read(long position, MemorySegment into) {
        if (readsToVanishing-- <= 0) {
            return random.nextBoolean() ? failure(Errno.ENODEV) : new ReadOutcome.End();
        }
        if (interrupts && random.nextInt(3) == 0) {
            return failure(Errno.EINTR);
        }
        int wanted = (int) Math.min(into.byteSize(), bytes.length - position);
        int good = good(position, wanted);
        if (good < wanted && (!shortCounts || good == 0)) {
            return failure(errno);
        }
        int given = shortCounts && good > sector && random.nextInt(4) == 0 ? sector : good;
        MemorySegment.copy(bytes, (int) position, into, ValueLayout.JAVA_BYTE, 0, given);
        return given == into.byteSize()
                ? new ReadOutcome.Complete(given)
                : new ReadOutcome.Partial(given);
    }

    private int good(long position, int wanted) {
        Region first = truth.regionAt(position);
        return first.status() == Status.BAD
                ? 0
                : (int) Math.min(wanted, first.extent().end() - position);
    }

    private static ReadOutcome failure(int errno) {
        return new ReadOutcome.Failed(Errno.kind(errno), errno);
    }

    @Override
    public String name() {
        return "troubled";
    }

    @Override
    public Geometry geometry() {
        return new Geometry(bytes.length, sector, sector, 1, 1 << 20);
    }

    @Override
    public Identity identity() {
        return Identity.ofSize(bytes.length);
    }

    @Override
    public void close() {}
}
