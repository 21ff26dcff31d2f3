package salvor.copier.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import salvor.copier.device.FileNames;

/**
 * Standard output and standard error. Texts may hold file names: their bytes come out as they are.
 */
public final class Output {

    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private final OutputStream results;
    private final OutputStream diagnostics;

    public Output(OutputStream results, OutputStream diagnostics) {
        this.results = results;
        this.diagnostics = diagnostics;
    }

    /** The process's own. */
    public static Output ofProcess() {
        return new Output(
                new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    }

    /** Writes to standard output; {@code text} brings its own line ends. */
    public void result(String text) {
        try {
            write(results, text);
        } catch (IOException e) {
            Signals.endIfPipeClosed(STDOUT);
            throw new Refusal("standard output: " + e.getMessage());
        }
    }

    /**
     * Writes to standard error; {@code text} brings its own line ends. Where nobody can be told
     * (the terminal is gone, a log's disk is full) the work goes on all the same.
     */
    public void diagnostic(String text) {
        try {
            write(diagnostics, text);
        } catch (IOException e) {
            Signals.endIfPipeClosed(STDERR);
        }
    }

    /** Fills one JSON object. */
    @FunctionalInterface
    public interface JsonBody {
        void write(JsonGenerator json) throws IOException;
    }

    /** Writes one JSON object and a line end to standard output. */
    public void json(JsonBody body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        result(text + "\n");
    }

    /** A file name for JSON, which cannot hold bytes that are no text: they become U+FFFD. */
    public static String jsonText(String name) {
        return new String(FileNames.encode(name), StandardCharsets.UTF_8);
    }

    /** A text for one line: what names of files may do to lines and terminals is written out. */
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.chars()
                .forEach(
                        c -> {
                            if (c == '\n') {
                                line.append("\\n");
                            } else if (Character.isISOControl(c)) {
                                line.append(String.format("\\%03o", c));
                            } else {
                                line.append((char) c);
                            }
                        });
        return line.toString();
    }

    private static void write(OutputStream stream, String text) throws IOException {
        stream.write(FileNames.encode(text));
        stream.flush();
    }
}
