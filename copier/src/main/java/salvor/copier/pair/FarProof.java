package salvor.copier.pair;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import salvor.copier.compare.BlockRow;
import salvor.copier.compare.HashAnswer;
import salvor.copier.compare.HashKey;
import salvor.copier.compare.HashingDevice;
import salvor.copier.device.Device;
import salvor.copier.pair.Relation.Term;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.Extent;

/**
 * Has disks that are far away hash their blocks, so that what agrees need not travel. Copies have
 * equal hashes; parity holds for linear hashes where it holds for the bytes.
 */
final class FarProof {

    /** Bytes of a block that has a hash of its own. */
    private static final int BLOCK = 16 << 10;

    /** No chunk is smaller, and another check begins with each chunk. */
    private static final int BLOCK_SMALL = 4 << 10;

    private final List<Disk> disks;
    private final List<List<Extent>> metadata;
    private final HashKey ofCopies;
    private final HashKey ofParity;

    /**
     * @param metadata of each disk, what is not compared
     */
    FarProof(List<Disk> disks, List<List<Extent>> metadata) {
        this.disks = disks;
        this.metadata = metadata;
        SecureRandom random = new SecureRandom();
        ofCopies = new HashKey.Xxh3(random.nextLong(), false);
        ofParity = new HashKey.Linear(random.nextLong(), random.nextLong());
    }

    /** How one job's blocks are hashed. */
    private record Question(HashKey key, int block) {}

    private Question question(Job job) {
        List<Relation> relations = job.relations();
        boolean copies = relations.stream().allMatch(Relation::isOfCopies);
        boolean anywhere = relations.stream().allMatch(r -> r.check() instanceof Check.Xor);
        return new Question(copies ? ofCopies : ofParity, anywhere ? BLOCK : BLOCK_SMALL);
    }

    /**
     * What of a window is not proven to be what all relations say, and has to be read.
     *
     * @param memory of a window, for reading the near disks
     */
    List<Extent> unproven(Job job, List<Term> terms, Extent window, MemorySegment memory) {
        if (terms.stream().noneMatch(term -> device(term) instanceof HashingDevice)
                || !terms.stream().allMatch(term -> isWhole(term, window))) {
            return List.of(window);
        }
        try {
            Question question = question(job);
            return unproven(job, question, window, hashes(question, terms, window, memory));
        } catch (IOException e) {
            // Reading will say what there is to say.
            return List.of(window);
        }
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
    private Map<Term, List<BlockHash>> hashes(
            Question question, List<Term> terms, Extent window, MemorySegment memory)
            throws IOException {
        Map<Term, HashAnswer> answers = new LinkedHashMap<>();
        for (Term term : terms) {
            if (device(term) instanceof HashingDevice far) {
                answers.put(term, far.hash(at(term, window), question.block(), question.key()));
            }
        }
        Map<Term, List<BlockHash>> all = new LinkedHashMap<>();
        for (Term term : terms) {
            if (!answers.containsKey(term)) {
                BlockRow row = new BlockRow(device(term), question.key(), question.block(), memory);
                all.put(term, row.hash(at(term, window), () -> false));
            }
        }
        for (Map.Entry<Term, HashAnswer> answer : answers.entrySet()) {
            all.put(answer.getKey(), answer.getValue().await());
        }
        return all;
    }

    private static List<Extent> unproven(
            Job job, Question question, Extent window, Map<Term, List<BlockHash>> hashes) {
        List<Extent> unproven = new ArrayList<>();
        for (Relation relation : job.relations()) {
            HashRows rows = new HashRows(relation, hashes);
            for (int i = 0; i < rows.count(); i++) {
                long from = window.start() + (long) i * question.block();
                Extent block =
                        Extent.between(from, Math.min(window.end(), from + question.block()));
                if (!rows.proves(i, block)) {
                    unproven.add(block);
                }
            }
        }
        return Holes.union(unproven);
    }
}
