package salvor.copier.pair;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import salvor.copier.device.FileDevice;
import salvor.copier.device.FileStatus;

/**
 * Asks {@code smartctl} how a drive is. It is a program of its own, is given nothing but the
 * drive's path, and only reads; where it is not installed or does not answer, nothing is known.
 */
final class Smart {

    private static final long PATIENCE_S = 20;
    private static final int ANSWER_MAX = 4 << 20;

    private Smart() {}

    /** By the disk's index, what those that answered say; all are asked at once. */
    static Map<Integer, Health> of(List<Disk> disks) throws IOException {
        Map<Integer, Health> health = new ConcurrentHashMap<>();
        Parallel.run(disks.size(), i -> of(disks.get(i)).ifPresent(h -> health.put(i, h)));
        return health;
    }

    /** The answer of a block device; files have no health. */
    private static Optional<Health> of(Disk disk) {
        if (!(disk.device() instanceof FileDevice file)
                || file.status().kind() != FileStatus.Kind.BLOCK) {
            return Optional.empty();
        }
        try {
            Process process =
                    new ProcessBuilder("smartctl", "--json", "-a", "--", disk.name())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .redirectInput(new File("/dev/null"))
                            .start();
            byte[] answer = answer(process);
            return Optional.of(Health.parse(answer)).filter(h -> !h.values().isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A drive that hangs must not hang the answer. */
    private static byte[] answer(Process process) throws IOException, InterruptedException {
        Thread reaper =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                                            process.destroyForcibly();
                                        }
                                    } catch (InterruptedException e) {
                                        process.destroyForcibly();
                                    }
                                });
        try (InputStream output = process.getInputStream()) {
            return output.readNBytes(ANSWER_MAX);
        } finally {
            process.destroy();
            reaper.join();
        }
    }
}
