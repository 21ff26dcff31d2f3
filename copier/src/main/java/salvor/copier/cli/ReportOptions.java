package salvor.copier.cli;

import picocli.CommandLine.Option;

/** What a command says while it works and at its end. */
final class ReportOptions {

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress, no summary; only trouble.")
    private boolean quiet;

    @Option(names = "--progress", description = "Progress also when standard error is no terminal.")
    private boolean progress;

    @Option(names = "--json", description = "One JSON object on standard output at the end.")
    private boolean json;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say more: the settings in force, the slowest areas.")
    private boolean verbose;

    @Option(names = "--debug", description = "With trouble, the trace as well.")
    private boolean debug;

    boolean quiet() {
        return quiet;
    }

    boolean progress() {
        return progress;
    }

    boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }

    boolean debug() {
        return debug;
    }
}
