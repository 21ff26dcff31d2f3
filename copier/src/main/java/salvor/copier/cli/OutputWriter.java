package salvor.copier.cli;

import java.io.Writer;
import java.util.function.Consumer;

/** Lets a library that writes characters write through {@link Output}. */
final class OutputWriter extends Writer {

    private final Consumer<String> sink;
    private final StringBuilder pending = new StringBuilder();

    OutputWriter(Consumer<String> sink) {
        this.sink = sink;
    }

    @Override
    public void write(char[] characters, int from, int length) {
        pending.append(characters, from, length);
    }

    @Override
    public void flush() {
        if (!pending.isEmpty()) {
            sink.accept(pending.toString());
            pending.setLength(0);
        }
    }

    @Override
    public void close() {
        flush();
    }
}
