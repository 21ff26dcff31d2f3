package salvor.copier.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

/** The mapfile against GNU ddrescue and ddrescuelog themselves. */
@Tag("system")
class MapFileSystemTest {

    @TempDir Path folder;

    private record Result(int status, String out) {}

    private Result run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out);
    }

    private String save(String name, RescueMap map) throws IOException {
        new MapFile(map, new StatusLine(0, '*', 2))
                .save(folder.resolve(name).toString(), List.of("Mapfile. Created by Salvor"));
        return name;
    }

    @Test
    void ddrescuelogCopiesOurMapByteForByte() {
        Cases.run(
                60,
                random -> {
                    String name =
                            save("m", RescueMaps.random(random, 1 + random.nextLong(1L << 40)));
                    // A change of a type to itself: the map is only rewritten.
                    Result copied = run("ddrescuelog", "-a", "?,?", name);
                    assertEquals(0, copied.status(), copied.out());
                    assertEquals(
                            withoutHead(Files.readString(folder.resolve(name))),
                            withoutHead(copied.out()));
                });
    }

    /** Comments that name the writer and the time differ. */
    private static String withoutHead(String text) {
        return text.substring(text.indexOf("# current_pos"));
    }

    @Test
    void ddrescuelogCountsWhatWeCount() {
        Cases.run(
                20,
                random -> {
                    RescueMap map = RescueMaps.random(random, 512 * (1 + random.nextLong(40)));
                    String name = save("m", map);
                    for (Status status : Status.values()) {
                        Result listed = run("ddrescuelog", "-b1", "-l" + status.symbol(), name);
                        assertEquals(map.total(status), listed.out().lines().count());
                    }
                });
    }

    @Test
    void ddrescueGoesOnFromOurMapAndWeFromIts() throws IOException, InterruptedException {
        byte[] source = new byte[300_000];
        Arrays.fill(source, (byte) 'x');
        Files.write(folder.resolve("source"), source);
        Files.write(folder.resolve("image"), new byte[source.length]);
        RescueMap map = new RescueMap(source.length);
        map.set(new Extent(100_000, 100_000), Status.RESCUED);
        map.set(new Extent(50_000, 10_000), Status.BAD);
        save("m", map);
        Result result = run("ddrescue", "-q", "source", "image", "m");
        assertEquals(0, result.status(), result.out());
        MapFile after = MapFile.read(folder.resolve("m").toString(), source.length);
        assertEquals(0, after.map().total(Status.NON_TRIED));
        assertEquals(300_000, after.map().total(Status.RESCUED) + after.map().total(Status.BAD));
        byte[] image = Files.readAllBytes(folder.resolve("image"));
        assertEquals(0, image[150_000], "was rescued before, so is not read again");
        assertEquals('x', image[250_000]);
        assertTrue(after.map().size() == source.length);
    }

    @Test
    void theAlgebraIsDdrescuelogs() {
        Cases.run(
                60,
                random -> {
                    MapFile a = partial(random);
                    MapFile b = partial(random);
                    a.save(folder.resolve("a").toString(), List.of());
                    b.save(folder.resolve("b").toString(), List.of());
                    check(MapAlgebra.and(a, b), "-y", "b", "a");
                    check(MapAlgebra.or(a, b), "-z", "b", "a");
                    check(MapAlgebra.xor(a, b), "-x", "b", "a");
                    check(MapAlgebra.invert(a), "-n", "a");
                });
    }

    /** A mapfile that may begin late. */
    private static MapFile partial(Random random) throws IOException {
        RescueMap map = RescueMaps.random(random, 2000 + random.nextLong(2000));
        long start = random.nextBoolean() ? 0 : 1 + random.nextLong(1500);
        Extent covered = Extent.between(start, map.size());
        if (start > 0) {
            map.set(new Extent(0, start), Status.NON_TRIED);
        }
        return new MapFile(map, covered, new StatusLine(random.nextLong(5000), '/', 3));
    }

    private void check(MapFile result, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ddrescuelog"));
        command.addAll(List.of(arguments));
        Result theirs = run(command.toArray(String[]::new));
        assertEquals(0, theirs.status(), theirs.out());
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        result.writeTo(ours, List.of());
        assertEquals(ours.toString(StandardCharsets.US_ASCII), withoutHead(theirs.out()));
    }
}
