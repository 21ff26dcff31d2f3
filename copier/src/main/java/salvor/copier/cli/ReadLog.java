package salvor.copier.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;
import salvor.copier.device.DeviceException;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Posix;
import salvor.copier.device.SimulatedDrive;

/** The file in which a simulated drive writes down its commands, when somebody asked for one. */
final class ReadLog implements AutoCloseable {

    private final Writer writer;

    private ReadLog(Writer writer) {
        this.writer = writer;
    }

    /**
     * Opens it, and has {@code source} write its commands there.
     *
     * @param path null for none
     * @param read the files that are read, which it must not replace
     * @throws Refusal when a log was asked for and this is no simulated drive, or none can be made
     */
    static ReadLog open(@Nullable String path, Device source, List<String> read)
            throws IOException {
        if (path == null) {
            return new ReadLog(Writer.nullWriter());
        }
        if (!(source instanceof SimulatedDrive drive)) {
            throw new Refusal(
                    "--log-reads: only simulated drives (sim:) keep a log of their commands");
        }
        FileStatus there = FileStatus.orNull(path);
        for (String file : read) {
            FileStatus status = FileStatus.orNull(file);
            if (there != null && status != null && there.isSame(status)) {
                throw new Refusal(path + ": is read from; name another file by --log-reads");
            }
        }
        Writer writer = writer(path);
        drive.logTo(writer);
        return new ReadLog(writer);
    }

    /** The JDK's own calls lose names that are no text. */
    private static Writer writer(String path) throws IOException {
        FileStatus there = Target.of(path).status();
        if (there != null && there.kind() != FileStatus.Kind.REGULAR) {
            throw new Refusal(path + ": is not a file; name another by --log-reads");
        }
        int fd = Posix.open(path, Posix.O_RDWR | Posix.O_CREAT);
        if (fd < 0) {
            throw new DeviceException(path, -fd);
        }
        try {
            return Files.newBufferedWriter(Path.of("/proc/self/fd/" + fd));
        } finally {
            Posix.close(fd);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
