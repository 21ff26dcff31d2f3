package salvor.copier.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;
import salvor.copier.device.SimulatedDrive;

/** The file in which a simulated drive writes down its commands, when somebody asked for one. */
final class ReadLog implements AutoCloseable {

    private final @Nullable String path;
    private final Writer writer;

    private ReadLog(@Nullable String path, Writer writer) {
        this.path = path;
        this.writer = writer;
    }

    /** Opens it; {@code path} is null for none. */
    static ReadLog open(@Nullable String path) throws IOException {
        return new ReadLog(
                path,
                path == null
                        ? Writer.nullWriter()
                        : new BufferedWriter(Files.newBufferedWriter(Path.of(path))));
    }

    /**
     * Has {@code source} write its commands here.
     *
     * @throws Refusal when a log was asked for and this is no simulated drive
     */
    void follow(Device source) {
        if (path == null) {
            return;
        }
        if (!(source instanceof SimulatedDrive drive)) {
            throw new Refusal(
                    "--log-reads: only simulated drives (sim:) keep a log of their commands");
        }
        drive.logTo(writer);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
