package salvor.copier.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;
import salvor.copier.map.CompanionReader;
import salvor.copier.map.Proof;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/** Compares an image with the proofs of its companion. */
public final class ProofCheck {

    /** An image up to this size is looked at whole. */
    private static final long WHOLE_BYTES_MAX = 1L << 30;

    /** Of a larger one: proofs of at most a MiB each, so about as many bytes. */
    private static final int NEWEST = 128;

    private static final int PARTS = 224;
    private static final int PROOFS_A_PART = 4;

    /** Damaged extents that are told one by one. */
    private static final int DAMAGED_MAX = 1 << 16;

    /**
     * What a whole check gave.
     *
     * @param blocks proofs that were checked
     * @param bytes that they speak of
     * @param damaged extents whose bytes are not what was rescued, ascending; the first 65,536
     */
    public record Outcome(long blocks, long bytes, List<Extent> damaged) {}

    private long blocks;
    private long bytes;
    private final List<Extent> damaged = new ArrayList<>();

    private ProofCheck() {}

    /**
     * Whether a map vouches for what a proof speaks of: a proof may be older than a kill that lost
     * its bytes.
     */
    public static boolean isClaimed(RescueMap map, Proof proof) {
        Region region = map.regionAt(proof.extent().start());
        return region.status() == Status.RESCUED && region.extent().contains(proof.extent());
    }

    /**
     * A quick look: of an image over 1 GiB about 1 GiB is read, what was written last and an even
     * sample; of long zeros the beginning.
     *
     * @param counts which proofs to believe
     * @return null when all is as it was
     */
    public static @Nullable Extent firstWrong(
            Device image, CompanionReader companion, Predicate<Proof> counts) throws IOException {
        List<Extent> wrong = new ArrayList<>();
        try (ProofReader reader = new ProofReader(image)) {
            CompanionReader.Visitor look =
                    proof -> {
                        if (wrong.isEmpty() && isProof(proof, counts) && !reader.holds(proof)) {
                            wrong.add(proof.extent());
                        }
                    };
            if (image.size() <= WHOLE_BYTES_MAX) {
                companion.forEach(look);
            } else {
                for (Proof proof : companion.sample(NEWEST, PARTS, PROOFS_A_PART)) {
                    look.visit(proof);
                }
            }
        }
        return wrong.isEmpty() ? null : wrong.getFirst();
    }

    /**
     * Reads every byte that a proof speaks of.
     *
     * @param counts which proofs to believe
     * @param onBytes is told after each proof how many bytes were checked so far
     */
    public static Outcome whole(
            Device image, CompanionReader companion, Predicate<Proof> counts, LongConsumer onBytes)
            throws IOException {
        ProofCheck check = new ProofCheck();
        try (ProofReader reader = new ProofReader(image)) {
            companion.forEach(
                    proof -> {
                        if (isProof(proof, counts)) {
                            check.add(proof.extent(), reader.holdsWhole(proof));
                            onBytes.accept(check.bytes);
                        }
                    });
        }
        return new Outcome(check.blocks, check.bytes, check.damaged);
    }

    /** Of what an older copy filled nothing is proven. */
    private static boolean isProof(Proof proof, Predicate<Proof> counts) {
        return !(proof instanceof Proof.Filled) && counts.test(proof);
    }

    private void add(Extent extent, boolean holds) {
        blocks++;
        bytes += extent.length();
        if (!holds && damaged.size() < DAMAGED_MAX) {
            damaged.add(extent);
        }
    }
}
