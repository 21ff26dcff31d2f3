package salvor.copier.testing;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import salvor.copier.device.Device;
import salvor.copier.device.Errno;
import salvor.copier.device.FaultyDevice;
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
public final class TroubledDisk implements Device {

    private static final int[] MEDIUM_ERRNOS = {
        Errno.EIO, Errno.ENODATA, Errno.EILSEQ, Errno.EREMOTEIO, Errno.ETIMEDOUT, 999
    };

    private final int sector;
    private final byte[] bytes;
    private final RescueMap truth;
    private final FaultyDevice faulty;

    public TroubledDisk(Random random, int size, int sector) {
        this.sector = sector;
        bytes = new byte[size];
        truth = new RescueMap(size);
        truth.set(new Extent(0, size), Status.RESCUED);
        faulty = new FaultyDevice(new Platters(bytes, sector), random.nextLong());
        if (random.nextBoolean()) {
            faulty.shortCounts(4);
        }
        if (random.nextInt(4) == 0) {
            faulty.interrupts(3);
        }
        fill(random);
        damage(random, MEDIUM_ERRNOS[random.nextInt(MEDIUM_ERRNOS.length)]);
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

    private void damage(Random random, int errno) {
        int sectors = Math.ceilDiv(bytes.length, sector);
        int runMax = 1 << random.nextInt(7);
        for (int i = random.nextInt(8); i > 0; i--) {
            int start = random.nextInt(sectors) * sector;
            int end = Math.min(bytes.length, start + (1 + random.nextInt(runMax)) * sector);
            Extent extent = Extent.between(start, end);
            truth.set(extent, Status.BAD);
            faulty.bad(extent, errno);
        }
    }

    /** After so many more reads it leaves. */
    public void vanishAfter(int reads) {
        faulty.vanishAfter(reads);
    }

    /** It is plugged in again. */
    public void comeBack() {
        faulty.comeBack();
    }

    /** What can be read of it, and what is bad. */
    public RescueMap truth() {
        return new RescueMap(truth);
    }

    /** Its bytes where they are rescued, zeros elsewhere. */
    public byte[] image(RescueMap map) {
        byte[] image = bytes.clone();
        for (Region region : map.regions()) {
            if (region.status() != Status.RESCUED) {
                Arrays.fill(
                        image,
                        (int) region.extent().start(),
                        (int) region.extent().end(),
                        (byte) 0);
            }
        }
        return image;
    }

    public byte at(long position) {
        return bytes[Math.toIntExact(position)];
    }

    @Override
    public ReadOutcome read(long position, MemorySegment into) {
        return faulty.read(position, into);
    }

    @Override
    public boolean isPresent() {
        return faulty.isPresent();
    }

    @Override
    public String name() {
        return faulty.name();
    }

    @Override
    public Geometry geometry() {
        return faulty.geometry();
    }

    @Override
    public Identity identity() {
        return faulty.identity();
    }

    @Override
    public void close() {
        faulty.close();
    }

    /** What the disk would give if nothing were wrong with it. */
    private static final class Platters implements Device {
        private final byte[] bytes;
        private final int sector;

        Platters(byte[] bytes, int sector) {
            this.bytes = bytes;
            this.sector = sector;
        }

        @Override
        public ReadOutcome read(long position, MemorySegment into) {
            int count = (int) Math.min(into.byteSize(), bytes.length - position);
            if (count <= 0) {
                return new ReadOutcome.End();
            }
            MemorySegment.copy(bytes, (int) position, into, ValueLayout.JAVA_BYTE, 0, count);
            return count == into.byteSize()
                    ? new ReadOutcome.Complete(count)
                    : new ReadOutcome.Partial(count);
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
}
