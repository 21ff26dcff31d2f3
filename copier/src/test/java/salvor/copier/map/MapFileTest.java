package salvor.copier.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

class MapFileTest {

    static MapFile parse(String text, OptionalLong size) throws IOException {
        return MapFile.parse(
                "m", new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), size);
    }

    private static MapFile parse(String text, long size) throws IOException {
        return parse(text, OptionalLong.of(size));
    }

    private static MapFile parse(String text) throws IOException {
        return parse(text, OptionalLong.empty());
    }

    static String text(MapFile file, String... comments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.writeTo(out, List.of(comments));
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String blocks(RescueMap map) {
        StringBuilder text = new StringBuilder();
        for (Region region : map) {
            text.append(region.extent().length()).append(region.status().symbol());
        }
        return text.toString();
    }

    @Test
    void writesEveryByteAsDdrescueDoes() throws IOException {
        RescueMap map = new RescueMap(0x1_2345_6789AL);
        map.set(new Extent(0, 0x10000), Status.RESCUED);
        map.set(new Extent(0x10000, 0x200), Status.BAD);
        assertEquals(
                """
                # Mapfile. Created by a test
                # current_pos  current_status  current_pass
                0x00010000     *               2
                #      pos        size  status
                0x00000000  0x00010000  +
                0x00010000  0x00000200  -
                0x00010200  0x123455769A  ?
                """,
                text(
                        new MapFile(map, new StatusLine(0x10000, '*', 2)),
                        "Mapfile. Created by a test"));
    }

    /** Each was given to ddrescuelog 1.27, which took it for the same. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "hexadecimal,      0x0 ? 1|0x0 0x100 +,             256+",
                "octal,            010 ? 1|0 0100 +,                64+",
                "decimal,          0 ? 1|0 100 +,                   100+",
                "signs,            +0x0 ? +1|+0 +0x100 +,           256+",
                "no pass,          0x0 ?|0 0x100 +,                 256+",
                "a pass of words,  0x0 ? junk|0 0x100 +,            256+",
                "a huge pass,      0 ? 99999999999|0 0x100 +,       256+",
                "no spaces,        0x0?1|0 0x100+,                  256+",
                "more words,       0x0 ? 1 more|0 0x100 + # c,      256+",
                "equal neighbours, 0 ? 1|0 0x100 +|0x100 0x100 +,   512+",
                "a gap in front,   0 ? 1|0x100 0x100 +,             256?256+",
                "an empty first,   0 ? 1|0 0 ?|0 0x100 +,           256+",
                "filling,          0 F 1|0 0x100 +,                 256+",
                "generating,       0 G 1|0 0x100 +,                 256+",
                "no blocks,        0 ? 1,                           \"\"",
                "a comment alone,  # hello,                         \"\"",
                "blank lines,      # a||0 ? 1|  |   # b|0 0x100 -|, 256-",
            })
    void readsWhatDdrescueReads(String name, String lines, String expected) throws IOException {
        assertEquals(expected, blocks(parse(lines.replace('|', '\n')).map()), name);
        assertEquals(expected, blocks(parse(lines.replace("|", "\r\n")).map()), name + ", CRLF");
        String tabs = lines.replace("|", "\t\n\t").replace(' ', '\t');
        if (!name.contains("words")) {
            assertEquals(expected, blocks(parse(tabs).map()), name + ", tabs");
        }
    }

    @Test
    void seesOneHundredAndTwentySevenCharactersOfALine() throws IOException {
        String spaces = " ".repeat(200);
        assertEquals("256+", blocks(parse(spaces + "0 ? 1\n0 0x100 +\n").map()));
        assertEquals("256+", blocks(parse("0 ? 1\n0 0x100 + " + "9".repeat(200)).map()));
        assertThrows(MalformedMapException.class, () -> parse("0 ? 1\n0" + spaces + "0x100 +\n"));
    }

    @Test
    void readsTheSweepingOfLaterVersionsAndNeverWritesIt() throws IOException {
        MapFile file = parse("0x100 % 3\n0 0x100 +\n");
        assertEquals(new StatusLine(0x100, '%', 3), file.statusLine());
        assertEquals(new StatusLine(0x100, '?', 3), parse(text(file)).statusLine());
    }

    @Test
    void anEmptyFileIsANewRescue() throws IOException {
        MapFile file = parse("", 700);
        assertEquals("700?", blocks(file.map()));
        assertEquals(StatusLine.START, file.statusLine());
    }

    @Test
    void whatTheBlocksDoNotReachIsNonTried() throws IOException {
        assertEquals("256-444?", blocks(parse("0 ? 1\n0 0x100 -\n", 700).map()));
    }

    @Test
    void aLastBlockPastTheEndIsCutUnlessItIsRescued() throws IOException {
        assertEquals("256+444-", blocks(parse("0 ? 1\n0 256 +\n256 9999 -\n", 700).map()));
        assertEquals("700+", blocks(parse("0 ? 1\n0 700 +\n700 9999 ?\n", 700).map()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 701 +",
                "0 256 +\n256 9999 +",
                "0 256 +\n256 600 -\n856 1 ?",
                "0 701 -\n701 1 +",
            })
    void aMapOfALargerDeviceIsRefused(String blocks) {
        MalformedMapException e =
                assertThrows(MalformedMapException.class, () -> parse("0 ? 1\n" + blocks, 700));
        assertTrue(
                String.valueOf(e.getMessage())
                        .endsWith(": map of another size: the source has 700 bytes"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "bad or missing status line, hello",
                "bad or missing status line, 0 ? 0",
                "bad or missing status line, 0 ? -1",
                "bad or missing status line, 0 X 1",
                "bad or missing status line, -1 ? 1",
                "bad or missing status line, 0x ? 1",
                "bad or missing status line, 08 ? 1",
                "bad or missing status line, 1k ? 1",
                "gap before the block, 0 ? 1|0 256 +|512 256 +",
                "block overlaps the last, 0 ? 1|0 256 +|128 256 +",
                "bad block: expected POSITION SIZE STATUS, 0 ? 1|0 256",
                "bad block: expected POSITION SIZE STATUS, 0 ? 1|0 256 F",
                "bad block: expected POSITION SIZE STATUS, 0 ? 1|0 -5 +",
                "bad block: expected POSITION SIZE STATUS, 0 ? 1|256 0 +",
                "bad block: expected POSITION SIZE STATUS, 0 ? 1|0 0x8000000000000000 +",
                "bad block: expected POSITION SIZE STATUS, 0 ? 1|0 0x1#00 +",
                "block ends past the largest position, 0 ? 1|1 0x7FFFFFFFFFFFFFFF +",
            })
    void saysInWhichLineWhatIsWrong(String why, String lines) {
        String text = "# a comment\n\n" + lines.replace('|', '\n') + "\n";
        int line = 2 + lines.split("\\|").length;
        MalformedMapException e = assertThrows(MalformedMapException.class, () -> parse(text));
        assertEquals("m:" + line + ": " + why, e.getMessage());
    }

    @Test
    void aCommentNeverBecomesALine() throws IOException {
        RescueMap map = new RescueMap(10);
        String text = text(new MapFile(map, StatusLine.START), "rescue a\n0 10 +\rb");
        assertEquals("# rescue a?0 10 +?b", text.lines().findFirst().orElseThrow());
        assertEquals(map, parse(text).map());
    }

    @Test
    void readsBackWhatItWrote() {
        Cases.run(
                2000,
                random -> {
                    RescueMap map = RescueMaps.random(random, 1 + random.nextLong(1L << 44));
                    MapFile file =
                            new MapFile(map, new StatusLine(random.nextLong(1L << 44), '/', 7));
                    assertEquals(file, parse(text(file)));
                    assertEquals(file, parse(text(file), map.size()));
                });
    }

    @Test
    void aMutatedMapIsReadOrRefusedWithOneLine() {
        Cases.run(
                5000,
                random -> {
                    RescueMap map = RescueMaps.random(random, 1 + random.nextLong(1L << 40));
                    byte[] valid =
                            text(new MapFile(map, StatusLine.START), "a comment")
                                    .getBytes(StandardCharsets.ISO_8859_1);
                    String mutated =
                            new String(Mutations.of(valid, random), StandardCharsets.ISO_8859_1);
                    try {
                        MapFile file =
                                parse(
                                        mutated,
                                        random.nextBoolean()
                                                ? OptionalLong.empty()
                                                : OptionalLong.of(map.size()));
                        assertEquals(file.map(), parse(text(file)).map());
                    } catch (MalformedMapException e) {
                        assertTrue(String.valueOf(e.getMessage()).matches("m:\\d+: [^\n]+"));
                    }
                });
    }

    @Test
    void aLineWithoutEndTakesNoMemoryAndTooManyBlocksAreRefused() {
        MalformedMapException e =
                assertThrows(
                        MalformedMapException.class,
                        () -> MapFile.parse("m", new Endless(), OptionalLong.empty()));
        assertEquals("m:524291: more than 524288 blocks", e.getMessage());
    }

    /** A status line, a comment of 100 MB, and blocks of one byte that never end. */
    private static final class Endless extends InputStream {

        private long piece = -2000;

        @Override
        public int read() {
            throw new UnsupportedOperationException("one byte at a time");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            String text =
                    piece == -2000
                            ? "0 ? 1\n#"
                            : piece < -1
                                    ? "x".repeat(50_000)
                                    : piece < 0
                                            ? "\n"
                                            : piece + " 1 " + (piece % 2 == 0 ? "+" : "-") + "\n";
            piece++;
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(bytes, 0, into, offset, bytes.length);
            return bytes.length;
        }
    }
}
