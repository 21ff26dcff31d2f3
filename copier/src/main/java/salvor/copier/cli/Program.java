package salvor.copier.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import salvor.copier.device.DeviceException;
import salvor.copier.net.PeerException;

/** The program: finds the command, and turns every kind of trouble into one line and a status. */
@Command(
        name = "salvor",
        description =
                "Copies failing disks, compares mirrors, finds out which disks belong together.",
        mixinStandardHelpOptions = true,
        versionProvider = Program.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "A disk is dying?     salvor rescue /dev/sdX disk.img",
            "Which are mirrors?   salvor pair /dev/sda2 /dev/sdb2 /dev/sdc2 /dev/sdd2",
            "What differs?        salvor cmp --ranges /dev/sda2 /dev/sdb2",
            "Each command has its own --help. A source is never written."
        })
final class Program {

    /** Trouble: wrong usage, refused, device lost, peer lost, destination full. */
    static final int TROUBLE = 2;

    /** The commands in the order in which the help names them. */
    private static final SequencedMap<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand.class);
        COMMANDS.put("rescue", RescueCommand.class);
        COMMANDS.put("cmp", CmpListing.class);
        COMMANDS.put("pair", PairCommand.class);
        COMMANDS.put("map", MapCommand.class);
        COMMANDS.put("serve", ServeCommand.class);
        COMMANDS.put("verify", VerifyCommand.class);
    }

    private Program() {}

    static int run(List<String> arguments, Output output) {
        boolean debug = arguments.contains("--debug");
        try {
            return runCommand(arguments, debug, output);
        } catch (RuntimeException | Error e) {
            return trouble(e, debug, output);
        }
    }

    private static int runCommand(List<String> arguments, boolean debug, Output output) {
        CommandLine line = new CommandLine(new Program(), new Commands(output));
        addCommands(line, arguments.isEmpty() ? "" : arguments.getFirst());
        giveVersion(line);
        line.setOut(new PrintWriter(new OutputWriter(output::result), true));
        line.setErr(new PrintWriter(new OutputWriter(output::diagnostic), true));
        line.setParameterExceptionHandler(Program::wrongUsage);
        line.setExecutionExceptionHandler((e, _, _) -> trouble(e, debug, output));
        line.setExecutionStrategy(parsed -> execute(parsed, debug, output));
        line.setExpandAtFiles(false);
        if (arguments.isEmpty()) {
            line.usage(line.getErr());
            return TROUBLE;
        }
        return line.execute(arguments.toArray(String[]::new));
    }

    /** The one that is asked for: looking through all of them delays what a short command does. */
    private static void addCommands(CommandLine line, String asked) {
        COMMANDS.forEach(
                (name, command) -> {
                    if (name.equals(asked) || !COMMANDS.containsKey(asked)) {
                        line.addSubcommand(command);
                    }
                });
    }

    /** Each command tells it, and what is a command of a command too. */
    private static void giveVersion(CommandLine line) {
        line.getCommandSpec().versionProvider(new Version());
        line.getSubcommands().values().forEach(Program::giveVersion);
    }

    /** Help is printed before any command is called: picocli would make a trace of its trouble. */
    private static int execute(CommandLine.ParseResult parsed, boolean debug, Output output) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (Refusal e) {
            return trouble(e, debug, output);
        }
    }

    private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        String why =
                e instanceof CommandLine.UnmatchedArgumentException unmatched
                        ? Output.oneLine(unmatched(line, unmatched))
                        : Output.oneLine(String.valueOf(e.getMessage()).replaceAll("\\R\\s*", " "))
                                .replaceFirst(
                                        " is not an? (int|long)$",
                                        " is not a number, or too large a one");
        line.getErr().println("salvor: " + why + "; see " + command + " --help");
        return TROUBLE;
    }

    private static String unmatched(
            CommandLine line, CommandLine.UnmatchedArgumentException unmatched) {
        String first = "'" + unmatched.getUnmatched().getFirst() + "'";
        if (unmatched.isUnknownOption()) {
            return first + ": there is no such option";
        }
        return line.getSubcommands().isEmpty()
                ? first + ": one operand too many"
                : first + ": there is no such command";
    }

    /** One line; the trace only for those who ask. */
    private static int trouble(Throwable e, boolean debug, Output output) {
        output.diagnostic("salvor: " + Output.oneLine(explain(e)) + "\n");
        if (debug) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            output.diagnostic(trace.toString());
        }
        return TROUBLE;
    }

    private static String explain(Throwable e) {
        return switch (e) {
            case Refusal refusal -> String.valueOf(refusal.getMessage());
            case DeviceException device -> device.getMessage() + Advice.on(device);
            case PeerException peer -> peer.getMessage() + Advice.on(peer.reason());
            case OutOfMemoryError _ ->
                    "out of memory: "
                            + e.getMessage()
                            + "; free some and run the same command again";
            case IOException io -> String.valueOf(io.getMessage());
            default -> "internal error: " + e + "; please report it, with the output of --debug";
        };
    }

    /** What {@code --version} prints: the version the jar was built with. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Program.class.getPackage().getImplementationVersion();
            return new String[] {"salvor " + (version == null ? "(not packaged)" : version)};
        }
    }
}
