package salvor.copier.pair;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import salvor.copier.compare.BlockRow;
import salvor.copier.compare.HashAnswer;
import salvor.copier.compare.HashKey;
import salvor.copier.compare.HashingDevice;
import salvor.copier.device.Device;
import salvor.copier.pair.Relation.Term;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Extent;

/**
 * Has disks that are far away hash their blocks, so that what is equal need not travel. Says
 * nothing of parity sets, for no hash of a sum is told by those of its parts.
 */
final class FarProof {

    /** Bytes of a block that has a hash of its own. */
    private static final int BLOCK = 16 << 10;

    private final List<Disk> disks;
    private final List<List<Extent>> metadata;
    private final HashKey key = new HashKey(new SecureRandom().nextLong(), false);

    /**
     * @param metadata of each disk, what is not compared
     */
    FarProof(List<Disk> disks, List<List<Extent>> metadata) {
        this.disks = disks;
        this.metadata = metadata;
    }

    /**
     * What of a window is not proven equal on all disks, and has to be read.
     *
     * @param memory of a window, for reading the near disks
     */
    List<Extent> unproven(Job job, List<Term> terms, Extent window, MemorySegment memory) {
        if (!canSpeak(job, terms, window)) {
            return List.of(window);
        }
        try {
            return differing(window, hashes(terms, window, memory));
        } catch (IOException e) {
            // Reading will say what there is to say.
            return List.of(window);
        }
    }

    private boolean canSpeak(Job job, List<Term> terms, Extent window) {
        return terms.stream().anyMatch(term -> device(term) instanceof HashingDevice)
                && job.relations().stream()
                        .allMatch(r -> r.check() instanceof Check.Xor && r.terms().size() == 2)
                && terms.stream().allMatch(term -> isWhole(term, window));
    }

    /** Whether all of the window is data of the disk, and begins at a page. */
    private boolean isWhole(Term term, Extent window) {
        Extent there = at(term, window);
        return there.start() % Slice.PAGE == 0
                && there.end() <= device(term).size()
                && metadata.get(term.disk()).stream().noneMatch(there::overlaps);
    }

    private Device device(Term term) {
        return disks.get(term.disk()).device();
    }

    private static Extent at(Term term, Extent window) {
        return new Extent(window.start() + term.shift(), window.length());
    }

    /** The far disks are asked first, and hash while the near ones are read. */
    private List<List<BlockHash>> hashes(List<Term> terms, Extent window, MemorySegment memory)
            throws IOException {
        List<HashAnswer> answers = new ArrayList<>();
        for (Term term : terms) {
            if (device(term) instanceof HashingDevice far) {
                answers.add(far.hash(at(term, window), BLOCK, key));
            }
        }
        List<List<BlockHash>> all = new ArrayList<>();
        for (Term term : terms) {
            if (!(device(term) instanceof HashingDevice)) {
                BlockRow row = new BlockRow(device(term), key, BLOCK, memory);
                all.add(row.hash(at(term, window), () -> false));
            }
        }
        for (HashAnswer answer : answers) {
            all.add(answer.await());
        }
        return all;
    }

    private static List<Extent> differing(Extent window, List<List<BlockHash>> all) {
        List<Extent> differing = new ArrayList<>();
        List<BlockHash> first = all.getFirst();
        for (int i = 0; i < first.size(); i++) {
            int block = i;
            if (!all.stream().allMatch(row -> row.get(block).proves(first.get(block)))) {
                long from = window.start() + (long) block * BLOCK;
                differing.add(Extent.between(from, Math.min(window.end(), from + BLOCK)));
            }
        }
        return Holes.union(differing);
    }
}
