package salvor.copier.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import salvor.protocol.message.Extent;

/** Makes fault models of the kinds of damage that real drives show, from a seed. */
public final class FaultShapes {

    /** The kinds of damage. */
    public enum Shape {
        HEALTHY,
        /** Isolated bad sectors. */
        SCATTER,
        /** Radial scratches: short bad runs that recur every track. */
        SCRATCH,
        /** One head of four dead: wide bands that fail. */
        HEAD,
        /** 4096-byte physical sectors on a 512-byte interface. */
        ADVANCED,
        /** Isolated sectors, most of them readable after one to four more tries. */
        WEAK,
        /** Two scratches and a few isolated sectors on a drive that dies of its failures. */
        WEAROUT
    }

    private static final int SECTOR = 512;
    private static final int PHYSICAL = 4096;
    private static final long BAND = 2 << 20;
    private static final long FAILURE_NANOS = 5_000_000_000L;
    private static final long HEAD_FAILURE_NANOS = 3_000_000_000L;
    private static final long DEATH_NANOS = 1_000_000;

    private final Random random;
    private final long size;
    private final List<Fault> faults = new ArrayList<>();

    private FaultShapes(Shape shape, long size, long seed) {
        this.size = size;
        random = new Random(seed * 31 + shape.name().hashCode());
    }

    /**
     * The model of one drive.
     *
     * @param size bytes of the drive
     */
    public static FaultModel make(Shape shape, long size, long seed) {
        FaultShapes shapes = new FaultShapes(shape, size, seed);
        shapes.add(shape);
        FaultModel model = FaultModel.HEALTHY.withFaults(shapes.faults);
        return shape == Shape.WEAROUT
                ? model.withDeath(Math.max(20, size >> 23), DEATH_NANOS)
                : model;
    }

    private void add(Shape shape) {
        switch (shape) {
            case HEALTHY -> {}
            case SCATTER -> scatter(size >> 21, SECTOR);
            case SCRATCH -> scratches(3, 0.05);
            case HEAD -> bands();
            case ADVANCED -> scatter(size >> 22, PHYSICAL);
            case WEAK -> weak();
            case WEAROUT -> {
                scatter(size >> 25, SECTOR);
                scratches(2, 0.08);
            }
        }
    }

    private void scatter(long count, int unit) {
        for (long at : places(count, unit)) {
            bad(at, unit, FAILURE_NANOS);
        }
    }

    private void weak() {
        for (long at : places(size >> 22, SECTOR)) {
            if (random.nextDouble() < 0.8) {
                int times = 1 + random.nextInt(4);
                Extent sector = new Extent(at, SECTOR);
                faults.add(new Fault(sector, Fault.Kind.WEAK, FAILURE_NANOS, times));
            } else {
                bad(at, SECTOR, FAILURE_NANOS);
            }
        }
    }

    private void bands() {
        for (long band = random.nextInt(4); (band + 1) * BAND <= size; band += 4) {
            bad(band * BAND, BAND, HEAD_FAILURE_NANOS);
        }
    }

    /** Bad runs of 1 to 64 sectors, one a track of about 768 KiB, over {@code share} of it all. */
    private void scratches(int count, double share) {
        for (int i = 0; i < count; i++) {
            double at = random.nextDouble() * size * (1 - share);
            for (double end = at + size * share; at < end; ) {
                if (random.nextDouble() < 0.8) {
                    long start = (long) at / SECTOR * SECTOR;
                    bad(start, (1 + random.nextInt(64)) * (long) SECTOR, FAILURE_NANOS);
                }
                at += (700 << 10) + random.nextInt(140 << 10);
            }
        }
    }

    private void bad(long start, long length, long costNanos) {
        faults.add(new Fault(new Extent(start, length), Fault.Kind.BAD, costNanos, 0));
    }

    private Set<Long> places(long count, int unit) {
        Set<Long> places = new TreeSet<>();
        for (long i = 0; i < count; i++) {
            places.add(random.nextLong(size / unit) * unit);
        }
        return places;
    }
}
