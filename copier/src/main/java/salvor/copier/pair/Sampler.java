package salvor.copier.pair;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import salvor.copier.device.Device;

/** Reads samples, round by round, all disks at once. */
final class Sampler {

    /** Bytes of each disk that sampling reads at most. */
    static final long LIMIT = 64 << 20;

    private static final long FIRST_ROUND = 8 << 20;

    /** Failed windows of a disk after which no more are searched for their good blocks. */
    private static final int SEARCHES_MAX = 32;

    private final List<Disk> disks;
    private final StopSign stop;
    private final SamplePlan plan;
    private final List<Long> windows = new ArrayList<>();
    private final List<DiskSample> samples = new ArrayList<>();
    private final int[] searches;
    private final Set<Long> centres = new HashSet<>();
    private int rounds;

    Sampler(List<Disk> disks, StopSign stop, RandomGenerator random) {
        this.disks = disks;
        this.stop = stop;
        this.plan = new SamplePlan(disks.stream().map(Disk::size).toList(), random);
        this.searches = new int[disks.size()];
        disks.forEach(_ -> samples.add(new DiskSample()));
    }

    /**
     * Reads as much again as was read before; false when the limit or the disks' end is reached.
     *
     * @param known what the samples so far say
     */
    boolean extend(Choice known) throws IOException {
        long read = (long) windows.size() * SamplePlan.WINDOW;
        long want = Math.min(read == 0 ? FIRST_ROUND : read, LIMIT - read);
        List<Long> round = new ArrayList<>();
        rounds++;
        if (rounds % 2 == 0 || (rounds > 1 && known.distances().isEmpty())) {
            long centre = centre(known.open(disks.size()));
            centres.add(centre);
            round.addAll(plan.around(centre, LIMIT - read));
        }
        want -= (long) round.size() * SamplePlan.WINDOW;
        if (want >= SamplePlan.WINDOW) {
            round.addAll(plan.next(want, known.distances()));
        }
        if (round.isEmpty()) {
            return false;
        }
        Collections.sort(round);
        Parallel.run(
                disks.size(),
                disk -> {
                    try (Arena arena = Arena.ofShared()) {
                        MemorySegment memory = arena.allocate(SamplePlan.WINDOW, Fingerprint.BLOCK);
                        for (long position : round) {
                            stop.check();
                            sample(disk, position, memory);
                        }
                    }
                });
        windows.addAll(round);
        return true;
    }

    /** Where the disks in question have the most to tell, and where nobody looked around yet. */
    private long centre(BitSet open) {
        long best = 0;
        int most = -1;
        for (int window = 0; window < windows.size(); window++) {
            int telling = 0;
            for (int block = 0; block < Samples.BLOCKS_IN_WINDOW; block++) {
                int number = window * Samples.BLOCKS_IN_WINDOW + block;
                for (int disk = open.nextSetBit(0); disk >= 0; disk = open.nextSetBit(disk + 1)) {
                    telling += samples.get(disk).state(number) == BlockState.TELLING ? 1 : 0;
                }
            }
            if (telling > most && !centres.contains(windows.get(window))) {
                most = telling;
                best = windows.get(window);
            }
        }
        return best;
    }

    Samples samples() {
        return new Samples(plan, List.copyOf(windows), samples);
    }

    private void sample(int disk, long position, MemorySegment memory) {
        Device device = disks.get(disk).device();
        int read = read(device, position, memory);
        boolean search = read < SamplePlan.WINDOW && searches[disk] < SEARCHES_MAX;
        boolean failed = false;
        for (int at = 0; at < SamplePlan.WINDOW; at += Fingerprint.BLOCK) {
            MemorySegment block = memory.asSlice(at, Fingerprint.BLOCK);
            boolean isThere = at + Fingerprint.BLOCK <= read;
            if (position + at + Fingerprint.BLOCK > device.size()) {
                samples.get(disk).addMissing(BlockState.ABSENT);
                continue;
            }
            if (!isThere && search) {
                isThere = read(device, position + at, block) == Fingerprint.BLOCK;
            }
            if (isThere) {
                samples.get(disk).addBlock(block, position + at);
            } else {
                samples.get(disk).addMissing(BlockState.UNREADABLE);
                failed = true;
            }
        }
        searches[disk] += failed ? 1 : 0;
    }

    private static int read(Device device, long position, MemorySegment memory) {
        return position < device.size() ? device.read(position, memory).bytes() : 0;
    }
}
