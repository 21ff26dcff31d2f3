package salvor.copier.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.BinaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
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
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        file.writeTo(
                text, List.of("Mapfile. Created by Salvor", "Command line: salvor map " + command));
        output.result(FileNames.decode(text.toByteArray()));
        return 0;
    }

    /** Reads the mapfile that an operand names. */
    static MapFile read(String operand) throws IOException {
        return MapFile.read(operand.equals("-") ? "/dev/stdin" : operand);
    }
}
