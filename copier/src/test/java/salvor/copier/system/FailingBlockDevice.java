package salvor.copier.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import salvor.copier.map.MapFile;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.map.StatusLine;
import salvor.protocol.message.Extent;

/**
 * A block device whose reads fail where they should, made of Debian's parts: nbdkit serves a file
 * and fails what its ddrescue filter's map calls bad, nbdfuse makes that a file, losetup makes the
 * file a device with 512-byte sectors and genuine {@code EIO}.
 */
final class FailingBlockDevice implements AutoCloseable {

    private static final int ATTEMPTS = 200;
    private static final int ATTEMPT_MS = 50;

    private final Path folder;
    private final Process nbdkit;
    private final Process nbdfuse;
    private final String node;

    private FailingBlockDevice(Path folder, Process nbdkit, Process nbdfuse, String node) {
        this.folder = folder;
        this.nbdkit = nbdkit;
        this.nbdfuse = nbdfuse;
        this.node = node;
    }

    /**
     * Starts one.
     *
     * @param folder an empty one for its state
     * @param bad extents, whole sectors
     * @param more arguments for nbdkit, as further filters and their parameters
     */
    static FailingBlockDevice start(Path folder, Path disk, List<Extent> bad, String... more)
            throws IOException, InterruptedException {
        RescueMap map = new RescueMap(Files.size(disk));
        map.set(new Extent(0, map.size()), Status.RESCUED);
        bad.forEach(extent -> map.set(extent, Status.BAD));
        Path mapFile = folder.resolve("bad.map");
        new MapFile(map, new StatusLine(0, '+', 1)).save(mapFile.toString(), List.of());

        List<String> source =
                new ArrayList<>(List.of("--filter=ddrescue", "file", disk.toString()));
        source.add("ddrescue-mapfile=" + mapFile);
        source.addAll(List.of(more));
        return serve(folder, source);
    }

    /**
     * Starts one that reads all of the disk, but where {@code slow} is touched answers only after
     * {@code seconds}: nobody can end a read that the kernel waits for.
     */
    static FailingBlockDevice hanging(Path folder, Path disk, Extent slow, int seconds)
            throws IOException, InterruptedException {
        String read =
                "[ $4 -ge %d ] || [ $(($4 + $3)) -le %d ] || sleep %d;"
                                .formatted(slow.end(), slow.start(), seconds)
                        + " exec dd if=%s bs=1M skip=$4 count=$3".formatted(disk)
                        + " iflag=skip_bytes,count_bytes status=none";
        return serve(folder, List.of("eval", "get_size=echo " + Files.size(disk), "pread=" + read));
    }

    private static FailingBlockDevice serve(Path folder, List<String> source)
            throws IOException, InterruptedException {
        Path socket = folder.resolve("socket");
        List<String> serve =
                new ArrayList<>(List.of("nbdkit", "-f", "-r", "-U", socket.toString()));
        serve.addAll(source);
        Process nbdkit = start(folder, "nbdkit", serve);
        await(socket, nbdkit);
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Process nbdfuse =
                start(
                        folder,
                        "nbdfuse",
                        List.of("nbdfuse", mount.toString(), "--unix", socket.toString()));
        await(mount.resolve("nbd"), nbdfuse);
        String node =
                Program.run(
                                folder,
                                "losetup",
                                "--find",
                                "--show",
                                "--read-only",
                                "--direct-io=on",
                                mount.resolve("nbd").toString())
                        .expect(0)
                        .out()
                        .strip();
        return new FailingBlockDevice(folder, nbdkit, nbdfuse, node);
    }

    /** The device's node, as {@code /dev/loop7}. */
    String node() {
        return node;
    }

    /** The same as a file, whose reads fail as the device's do. */
    Path file() {
        return folder.resolve("mount/nbd");
    }

    private static Process start(Path folder, String name, List<String> command)
            throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private static void await(Path file, Process maker) throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS && !Files.exists(file); i++) {
            if (!maker.isAlive()) {
                break;
            }
            Thread.sleep(ATTEMPT_MS);
        }
        if (!Files.exists(file)) {
            throw new IOException(file + " did not appear; see the logs beside it");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Program.run(folder, "losetup", "--detach", node).expect(0);
            Program.run(folder, "fusermount3", "-u", "-z", folder.resolve("mount").toString());
            nbdfuse.waitFor(10, TimeUnit.SECONDS);
            nbdfuse.destroyForcibly();
            nbdkit.destroy();
            nbdkit.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
