package salvor.copier.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import salvor.copier.device.FileNames;
import salvor.copier.map.MapAlgebra;
import salvor.copier.map.MapFile;

/** {@code salvor map}: looks into mapfiles, and computes with them. */
@Command(
        name = "map",
        description = "Shows mapfiles of Salvor and GNU ddrescue, and computes with them.",
        subcommands = {MapShowCommand.class, MapListCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "show|list|and|or|xor|invert",
        footer = {
            "",
            "MAPFILE - is standard input. The algebra writes a map to standard output; rescued (+)"
                    + " is true, all else false, as with ddrescuelog."
        })
final class MapCommand {

    private final Output output;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "With trouble, the trace as well.")
    void debug(boolean asked) {
        // Main looks for it before any command is known.
    }

    MapCommand(Output output) {
        this.output = output;
    }

    @Command(
            name = "and",
            mixinStandardHelpOptions = true,
            description = "What is rescued in both; what only MAPFILE has becomes bad (-).")
    int and(
            @Parameters(paramLabel = "MAPFILE") String first,
            @Parameters(paramLabel = "MAPFILE2") String second)
            throws IOException {
        return combine("and", MapAlgebra::and, first, second);
    }

    @Command(
            name = "or",
            mixinStandardHelpOptions = true,
            description = "What is rescued in MAPFILE or MAPFILE2.")
    int or(
            @Parameters(paramLabel = "MAPFILE") String first,
            @Parameters(paramLabel = "MAPFILE2") String second)
            throws IOException {
        return combine("or", MapAlgebra::or, first, second);
    }

    @Command(
            name = "xor",
            mixinStandardHelpOptions = true,
            description = "What is rescued in just one; what both have becomes bad (-).")
    int xor(
            @Parameters(paramLabel = "MAPFILE") String first,
            @Parameters(paramLabel = "MAPFILE2") String second)
            throws IOException {
        return combine("xor", MapAlgebra::xor, first, second);
    }

    @Command(
            name = "invert",
            mixinStandardHelpOptions = true,
            description = "What is rescued becomes bad (-), all else rescued (+).")
    int invert(@Parameters(paramLabel = "MAPFILE") String file) throws IOException {
        return write("invert " + file, MapAlgebra.invert(read(file)));
    }

    private int combine(String word, BinaryOperator<MapFile> algebra, String first, String second)
            throws IOException {
        MapFile result = algebra.apply(read(first), read(second));
        return write(word + " " + first + " " + second, result);
    }

    private int write(String command, MapFile file) throws IOException {
        OutputStream out = new BufferedOutputStream(new Results(output), 1 << 16);
        file.writeTo(
                out, List.of("Mapfile. Created by Salvor", "Command line: salvor map " + command));
        out.flush();
        return 0;
    }

    /**
     * Standard output as a stream. A sequence of UTF-8 may be split: its bytes come out the same.
     */
    private static final class Results extends OutputStream {

        private final Output output;

        Results(Output output) {
            this.output = output;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            output.result(FileNames.decode(Arrays.copyOfRange(bytes, offset, offset + length)));
        }
    }

    /** Reads the mapfile that an operand names. */
    static MapFile read(String operand) throws IOException {
        return MapFile.read(operand.equals("-") ? "/dev/stdin" : operand);
    }
}
