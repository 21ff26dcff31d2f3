package salvor.copier.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.rescue.AdaptivePolicy;
import salvor.copier.rescue.ClassicPolicy;
import salvor.copier.rescue.Policies;
import salvor.copier.rescue.RescueOptions;
import salvor.copier.testing.Cases;
import salvor.copier.transfer.CopiesLab.Disk;
import salvor.protocol.message.Extent;

/** Rescues of several copies in memory. */
final class RescueTest {

    private static final int SECTORS_MAX = 300;

    @TempDir Path folder;

    private static Policies policies(Random random) {
        return random.nextBoolean() ? AdaptivePolicy::new : ClassicPolicy::new;
    }

    /** Runs of bad sectors. */
    private static boolean[] damage(Random random, int sectors) {
        boolean[] bad = new boolean[sectors];
        int runMax = 1 << random.nextInt(7);
        for (int i = random.nextInt(6); i > 0; i--) {
            int start = random.nextInt(sectors);
            Arrays.fill(bad, start, Math.min(sectors, start + 1 + random.nextInt(runMax)), true);
        }
        return bad;
    }

    private CopiesLab lab(Random random) throws IOException {
        int sectors = 1 + random.nextInt(SECTORS_MAX);
        return new CopiesLab(folder, random, policies(random), sectors, damage(random, sectors));
    }

    /**
     * Damage of three copies; one of them has what the others have not, in shorter or longer runs.
     */
    private static boolean[][] disjoint(Random random, int sectors) {
        boolean[][] bad = new boolean[3][sectors];
        int runMax = 1 << random.nextInt(6);
        int sound = 1 << random.nextInt(8);
        for (int at = 0; at < sectors; ) {
            int end = Math.min(sectors, at + 1 + random.nextInt(runMax));
            int whole = random.nextInt(3);
            for (int copy = 0; copy < 3; copy++) {
                Arrays.fill(bad[copy], at, end, copy != whole && random.nextInt(4) > 0);
            }
            at = end + random.nextInt(sound);
        }
        return bad;
    }

    private static Disk mirror(CopiesLab lab, Random random, boolean[] bad) {
        String name = "mirror " + lab.mirrors.size();
        Disk mirror = new Disk(name, lab.truth.clone(), bad, random.nextLong());
        lab.mirrors.add(mirror);
        return mirror;
    }

    private static Disk older(CopiesLab lab, Random random) {
        int sectors = Math.max(1, lab.sectors() - 40 + random.nextInt(60));
        byte[] bytes = CopiesLab.content(random, sectors * CopiesLab.SECTOR);
        Disk older = new Disk("older", bytes, damage(random, sectors), random.nextLong());
        lab.older = older;
        return older;
    }

    @Test
    void copiesWithDisjointDamageGiveACompleteImageInAnyOrderOfReads() {
        Cases.run(
                60,
                random -> {
                    int sectors = 1 + random.nextInt(SECTORS_MAX);
                    boolean[][] bad = disjoint(random, sectors);
                    CopiesLab lab =
                            new CopiesLab(folder, random, policies(random), sectors, bad[0]);
                    mirror(lab, random, bad[1]);
                    mirror(lab, random, bad[2]);
                    if (random.nextBoolean()) {
                        // The default leaves out what it deduced; what a twin has is not lost so.
                        lab.options = RescueOptions.of(CopiesLab.SECTOR);
                    }
                    boolean any = false;
                    for (int i = 0; i < lab.sectors(); i++) {
                        any |= lab.source.isReadable(i);
                    }
                    Ending ending = lab.run();
                    if (any) {
                        assertEquals(Ending.FINISHED, ending);
                    }
                    assertArrayEquals(lab.truth, lab.image.durable());
                    lab.assertExact();
                });
    }

    @Test
    void whatNobodyCanReadIsFilledAndEverythingElseIsWhoseItIsSaidToBe() {
        Cases.run(
                60,
                random -> {
                    CopiesLab lab = lab(random);
                    for (int i = random.nextInt(3); i > 0; i--) {
                        mirror(lab, random, damage(random, lab.sectors()));
                    }
                    older(lab, random);
                    for (int i = random.nextInt(3); i > 0; i--) {
                        Limits limits = new Limits(1 + random.nextInt(20), Duration.ofMinutes(1));
                        lab.run(limits, new LocalDestination(lab.image));
                        lab.assertClaims(lab.image.durable());
                        lab.assertNoOldData(false);
                    }
                    if (lab.run() == Ending.FINISHED) {
                        lab.assertExact();
                    }
                });
    }

    /** Fails as if the process had been killed, after so many orders. */
    private record Killed(Destination destination, AtomicInteger left) implements Destination {

        private void live() throws IOException {
            if (left.decrementAndGet() < 0) {
                throw new IOException("killed");
            }
        }

        @Override
        public String name() {
            return destination.name();
        }

        @Override
        public void put(Chunk chunk) throws IOException {
            try {
                live();
            } catch (IOException e) {
                chunk.release();
                throw e;
            }
            destination.put(chunk);
        }

        @Override
        public List<Extent> force() throws IOException {
            live();
            return destination.force();
        }

        @Override
        public void zero(Extent extent) throws IOException {
            live();
            destination.zero(extent);
        }

        @Override
        public void close() throws IOException {
            destination.close();
        }
    }

    @Test
    void aKillAnywhereLeavesNoWrongClaimAndTheRescueGoesOn() {
        Cases.run(
                60,
                random -> {
                    CopiesLab lab = lab(random);
                    Disk mirror = mirror(lab, random, damage(random, lab.sectors()));
                    older(lab, random);
                    lab.run();
                    for (int i = 0; i < 6; i++) {
                        // The mirror is better and worse in turn: what was filled is read later.
                        boolean[] now = i % 2 == 0 ? damage(random, lab.sectors()) : mirror.bad;
                        lab.mirrors.set(
                                0, new Disk("mirror 0", mirror.bytes, now, random.nextLong()));
                        AtomicInteger left =
                                new AtomicInteger(random.nextInt(1 << (1 + random.nextInt(8))));
                        try {
                            lab.run(Limits.NONE, new Killed(new LocalDestination(lab.image), left));
                        } catch (IOException e) {
                            assertEquals("killed", e.getMessage());
                        }
                        lab.assertClaims(lab.image.written());
                        lab.assertClaims(lab.image.durable());
                    }
                    lab.mirrors.set(
                            0, new Disk("mirror 0", mirror.bytes, mirror.bad, random.nextLong()));
                    lab.run();
                    lab.assertClaims(lab.image.durable());
                    lab.assertNoOldData(true);
                });
    }

    @Test
    void everySectorThatBothReadAndThatDiffersIsReportedAndTheFirstOnesBytesStay() {
        Cases.run(
                60,
                random -> {
                    CopiesLab lab = lab(random);
                    Disk mirror = mirror(lab, random, damage(random, lab.sectors()));
                    lab.compare = true;
                    boolean[] planted = new boolean[lab.sectors()];
                    for (int i = 0; i < lab.sectors() / 10; i++) {
                        int sector = random.nextInt(lab.sectors());
                        planted[sector] = true;
                        mirror.bytes[sector * CopiesLab.SECTOR + random.nextInt(512)] ^= 0x10;
                    }
                    try {
                        lab.run();
                    } catch (MirrorException e) {
                        return; // the sample was the planted sectors
                    }
                    boolean[] told = new boolean[lab.sectors()];
                    for (Extent extent : lab.watch.differences) {
                        for (long at = extent.start(); at < extent.end(); at += CopiesLab.SECTOR) {
                            told[(int) (at / CopiesLab.SECTOR)] = true;
                        }
                    }
                    long count = 0;
                    RescueMap map = lab.map();
                    var origins = lab.origins(map);
                    for (int i = 0; i < lab.sectors(); i++) {
                        boolean both =
                                mirror.isReadable(i)
                                        && map.at((long) i * CopiesLab.SECTOR) == Status.RESCUED
                                        && origins[i] == null;
                        assertEquals(both && differs(lab, mirror, i), told[i], "sector " + i);
                        count += told[i] ? 1 : 0;
                    }
                    assertEquals(count, lab.conflicts);
                    lab.assertClaims(lab.image.durable());
                });
    }

    private static boolean differs(CopiesLab lab, Disk mirror, int sector) {
        int from = sector * CopiesLab.SECTOR;
        int to = from + CopiesLab.SECTOR;
        return !Arrays.equals(lab.truth, from, to, mirror.bytes, from, to);
    }

    @Test
    void aDiskThatIsNoMirrorGivesNothing() {
        Cases.run(
                50,
                random -> {
                    boolean[] bad = new boolean[200];
                    bad[random.nextInt(200)] = true;
                    CopiesLab lab = new CopiesLab(folder, random, policies(random), 200, bad);
                    byte[] other = new byte[lab.truth.length];
                    random.nextBytes(other);
                    lab.mirrors.add(new Disk("other", other, new boolean[200], 1));
                    MirrorException e = assertThrows(MirrorException.class, lab::run);
                    assertTrue(String.valueOf(e.getMessage()).startsWith("other: is no mirror"));
                    assertEquals(199 * 512, lab.map().total(Status.RESCUED));
                    lab.assertClaims(lab.image.durable());
                });
    }

    @Test
    void aSourceThatIsGoneLeavesItAllToTheMirrorWhichCannotBeProven()
            throws IOException, InterruptedException {
        boolean[] none = new boolean[200];
        CopiesLab lab = new CopiesLab(folder, new Random(1), AdaptivePolicy::new, 200, none);
        lab.source.device.vanishAfter(0);
        mirror(lab, new Random(2), new boolean[200]);
        assertEquals(Ending.FINISHED, lab.run());
        assertArrayEquals(lab.truth, lab.image.durable());
        assertEquals(List.of("source"), lab.watch.lost);
        assertEquals(List.of("mirror 0"), lab.watch.unproven);
    }

    @Test
    void aMirrorThatLeavesIsMissedOnlyWhereItIsNeeded() {
        Cases.run(
                60,
                random -> {
                    CopiesLab lab = lab(random);
                    Disk first = mirror(lab, random, new boolean[lab.sectors()]);
                    mirror(lab, random, damage(random, lab.sectors()));
                    first.device.vanishAfter(random.nextInt(10));
                    Ending ending = lab.run();
                    lab.assertClaims(lab.image.durable());
                    boolean complete = lab.map().total(Status.RESCUED) == lab.truth.length;
                    assertEquals(complete, ending == Ending.FINISHED);
                    first.device.comeBack();
                    assertEquals(Ending.FINISHED, lab.run());
                    assertArrayEquals(lab.truth, lab.image.durable());
                });
    }
}
