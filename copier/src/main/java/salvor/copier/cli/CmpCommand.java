package salvor.copier.cli;

import java.io.IOException;
import java.util.List;
import salvor.copier.cli.CmpArguments.Answer;
import salvor.copier.compare.EveryDifference;
import salvor.copier.compare.FirstDifference;
import salvor.copier.compare.StreamComparison;
import salvor.copier.device.Errno;

/**
 * {@code salvor cmp}: GNU cmp, byte for byte. Started without picocli, for it is over before that
 * would be loaded.
 */
public final class CmpCommand {

    private static final int SAME = 0;
    private static final int DIFFERENT = 1;
    private static final int TROUBLE = 2;

    private final CmpArguments arguments;
    private final CmpStreams streams;
    private final CmpOutput output;

    private CmpCommand(CmpArguments arguments, CmpStreams streams, CmpOutput output) {
        this.arguments = arguments;
        this.streams = streams;
        this.output = output;
    }

    /**
     * Runs the command.
     *
     * @param arguments what follows {@code cmp}
     * @return the exit status
     */
    public static int run(List<String> arguments) {
        return run(arguments, CmpStreams.process());
    }

    static int run(List<String> arguments, CmpStreams streams) {
        try (CmpOutput output = new CmpOutput(streams)) {
            try {
                boolean posix = System.getenv("POSIXLY_CORRECT") != null;
                CmpArguments parsed = CmpParser.parse(arguments, posix);
                return new CmpCommand(parsed, streams, output).run();
            } catch (UsageException e) {
                output.error(e.text());
                output.error("Try 'cmp --help' for more information.");
                return TROUBLE;
            } catch (Refusal e) {
                output.error(String.valueOf(e.getMessage()));
                return TROUBLE;
            } catch (RuntimeException | Error e) {
                output.error("internal error: " + e);
                return TROUBLE;
            }
        }
    }

    private int run() {
        return switch (arguments.answer()) {
            case HELP -> tell(CmpHelp.TEXT);
            case VERSION -> tell(CmpHelp.version());
            case FIRST, LIST, STATUS, COUNT, RANGES -> compare();
        };
    }

    private int tell(String text) {
        output.print(text);
        return finish(SAME);
    }

    /** Ends standard output; {@code status}, unless that failed. */
    private int finish(int status) {
        String trouble = output.finish();
        if (trouble == null) {
            return status;
        }
        output.error(trouble);
        return TROUBLE;
    }

    private int compare() {
        try (CmpFiles files = CmpFiles.open(arguments, streams)) {
            return files == null || (files.areSame() && !arguments.counts())
                    ? SAME
                    : compare(files);
        } catch (OpenException e) {
            if (arguments.answer() != Answer.STATUS) {
                output.error(e.text());
            }
            return TROUBLE;
        } catch (IOException e) {
            output.error(String.valueOf(e.getMessage()));
            return TROUBLE;
        }
    }

    private int compare(CmpFiles files) throws IOException {
        if (arguments.counts() && files.sharePosition()) {
            output.error(
                    files.first().name()
                            + ": named twice, and what is read for one is gone for the other; name"
                            + " two files");
            return TROUBLE;
        }
        boolean silent = arguments.answer() == Answer.STATUS;
        if (silent && files.lengthsDiffer(arguments.limit())) {
            return DIFFERENT;
        }
        boolean unseen = silent || (!arguments.counts() && output.isNull());
        CmpProgress progress = new CmpProgress(arguments, streams, output);
        CmpWalk walk = new CmpWalk(files, arguments, output, progress);
        CmpReport report = new CmpReport(files, output);
        int status =
                switch (unseen ? Answer.STATUS : arguments.answer()) {
                    case STATUS -> probe(walk, report, silent);
                    case LIST -> list(files, walk, report);
                    case FIRST, COUNT, RANGES, HELP, VERSION ->
                            arguments.counts() ? count(walk, report) : first(walk, report);
                };
        if (files.sharePosition()) {
            // GNU cmp closes standard input twice.
            output.error(files.first().name() + ": " + Errno.words(Errno.EBADF));
            return TROUBLE;
        }
        boolean printed = !unseen && (status != SAME || arguments.counts());
        status = printed ? finish(status) : status;
        return walk.passedOver() ? TROUBLE : status;
    }

    private int count(CmpWalk walk, CmpReport report) throws IOException {
        boolean different = new CmpTally(arguments, output, walk).run(report);
        return different ? DIFFERENT : SAME;
    }

    private int first(CmpWalk walk, CmpReport report) throws IOException {
        FirstDifference first = new FirstDifference(true);
        StreamComparison.End end = walk.over(first);
        if (first.found()) {
            report.difference(first, arguments.printBytes());
            return DIFFERENT;
        }
        return report.endOfFile(end, first) ? DIFFERENT : SAME;
    }

    /** Nobody sees what is printed: the first difference tells all. */
    private int probe(CmpWalk walk, CmpReport report, boolean silent) throws IOException {
        FirstDifference first = new FirstDifference(false);
        StreamComparison.End end = walk.over(first);
        if (first.found()) {
            return DIFFERENT;
        }
        if (silent) {
            return end.isUneven() ? DIFFERENT : SAME;
        }
        return report.endOfFile(end) ? DIFFERENT : SAME;
    }

    private int list(CmpFiles files, CmpWalk walk, CmpReport report) throws IOException {
        int width = files.numberWidth(arguments.limit());
        EveryDifference every = new EveryDifference(width, arguments.printBytes(), output);
        StreamComparison.End end = walk.over(every);
        boolean ended = report.endOfFile(end);
        return ended || every.found() ? DIFFERENT : SAME;
    }
}
