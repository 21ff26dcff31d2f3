package salvor.copier.cli;

import java.util.List;

/**
 * Where the process starts. Nothing here needs picocli: {@code cmp} is over before that would be
 * loaded.
 */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Signals.letQuit();
        List<String> arguments = Arguments.exact(args);
        if (args.length > 0 && args[0].equals("cmp")) {
            int status = CmpCommand.run(arguments.subList(1, arguments.size()));
            // No exit: that asks the logging first what to say of it, and nothing waits for it.
            Runtime.getRuntime().halt(status);
        }
        System.exit(Program.run(arguments, Output.ofProcess()));
    }
}
