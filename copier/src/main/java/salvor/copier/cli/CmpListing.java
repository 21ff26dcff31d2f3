package salvor.copier.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code salvor cmp} in the list of commands. Its options are GNU's and read by {@link CmpCommand};
 * {@link Main} goes there before anything here is loaded.
 */
@Command(
        name = "cmp",
        description =
                "Compares two files or disks byte by byte: GNU cmp's options and answer, also past"
                        + " unreadable sectors, as counts or ranges, and of a server's files.")
final class CmpListing implements Callable<Integer> {

    @Override
    public Integer call() {
        return CmpCommand.run(List.of());
    }
}
