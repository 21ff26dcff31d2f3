package salvor.copier.pair;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import salvor.copier.pair.metadata.MdSuperblock;
import salvor.protocol.message.Extent;

/** Finds out which disks belong together, and how well their contents agree. */
public final class Pairing {

    /** A disk is one bit of a mask. */
    public static final int DISKS_MAX = 64;

    private final List<Disk> disks;
    private final PairProgress progress;
    private final PairOptions options;
    private final StopSign stop = new StopSign();
    private List<Long> unreadable;

    /**
     * @param disks 2 to {@link #DISKS_MAX}
     */
    public Pairing(List<Disk> disks, PairOptions options, PairProgress progress) {
        if (disks.size() < 2 || disks.size() > DISKS_MAX) {
            throw new IllegalArgumentException("from 2 to " + DISKS_MAX + " disks");
        }
        this.disks = List.copyOf(disks);
        this.progress = progress;
        this.options = options;
        this.unreadable = disks.stream().map(_ -> 0L).toList();
    }

    /**
     * Reads the disks and answers.
     *
     * @param random chooses the samples; the same ones, for a state to be of use
     * @throws IOException when stopped, and when the state cannot be read or saved; what a disk
     *     cannot give is no exception
     */
    public PairReport run(RandomGenerator random) throws IOException {
        Sampler sampler = new Sampler(disks, stop, random);
        Samples samples = sampler.samples();
        Choice choice = Choice.NONE;
        boolean isSettled = false;
        while (!isSettled && sampler.extend(choice)) {
            samples = sampler.samples();
            progress.sampled((long) samples.count() * Fingerprint.BLOCK);
            Choice before = choice;
            choice = Choice.of(disks, samples);
            isSettled = choice.isSettled(before, disks.size());
        }
        List<Verdict> verdicts = verdicts(samples, choice.candidates());
        Map<Candidate, List<Group.Pair>> compared = options.quick() ? Map.of() : compare(verdicts);
        Map<Integer, Health> health = options.smart() ? Smart.of(disks) : Map.of();
        List<Group> groups = judged(Assembly.groups(verdicts, compared), verdicts, health);
        return Assembly.report(disks, samples, groups, health);
    }

    /** Asks {@link #run} to end soon, which it does with an exception; from any thread. */
    public void stop() {
        stop.raise();
    }

    private List<Verdict> verdicts(Samples samples, List<Candidate> chosen) {
        Map<Candidate, Arrangement> known = NearProbe.find(disks, chosen);
        List<Verdict> verdicts = new ArrayList<>();
        for (Candidate candidate : chosen) {
            Arrangement content = known.get(candidate);
            if (content == null) {
                content = Probe.arrangement(disks, samples, candidate);
            }
            verdicts.add(new Interpretation(disks, samples, candidate, content).verdict(chosen));
        }
        return verdicts;
    }

    private List<Group> judged(
            List<Group> groups, List<Verdict> verdicts, Map<Integer, Health> health) {
        Map<Integer, MdSuperblock> believed = new HashMap<>();
        verdicts.forEach(v -> v.claim().ifPresent(c -> believed.putAll(c.superblocks())));
        Judge judge = new Judge(disks, believed, health);
        return groups.stream()
                .map(group -> group.withTrust(judge.judge(group, unreadable)))
                .toList();
    }

    private Map<Candidate, List<Group.Pair>> compare(List<Verdict> verdicts) throws IOException {
        Map<Candidate, Job> jobs = new LinkedHashMap<>();
        List<List<Extent>> metadata = new ArrayList<>();
        disks.forEach(_ -> metadata.add(List.of()));
        for (Verdict verdict : verdicts) {
            for (int member : verdict.members()) {
                metadata.set(member, Metadata.of(disks.get(member), verdict));
            }
            jobs.put(verdict.candidate(), Jobs.of(verdict, disks));
        }
        List<Job> list = List.copyOf(jobs.values());
        Confirmation confirmation = new Confirmation(disks, metadata, list, stop, progress);
        Map<Relation, Comparison> results = confirmation.run(options.state().map(StateFile::new));
        unreadable = confirmation.unreadable();
        Map<Candidate, List<Group.Pair>> pairs = new HashMap<>();
        jobs.forEach((candidate, job) -> pairs.put(candidate, pairs(job, results)));
        return pairs;
    }

    /** Relations of the same disks are one pair. */
    private static List<Group.Pair> pairs(Job job, Map<Relation, Comparison> results) {
        Map<List<Integer>, Comparison> pairs = new LinkedHashMap<>();
        for (Relation relation : job.relations()) {
            Comparison comparison = results.get(relation);
            if (comparison != null) {
                pairs.merge(relation.disks(), comparison, Comparison::plus);
            }
        }
        return pairs.entrySet().stream()
                .map(pair -> new Group.Pair(pair.getKey(), pair.getValue()))
                .toList();
    }
}
