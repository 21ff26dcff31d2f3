package salvor.copier.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Real loop devices, partitions, mounts and swap in one folder, for tests that run as root. All of
 * it is undone by {@link #close}, in reverse order.
 */
public final class SystemLab implements AutoCloseable {

    private final Path folder;
    private final Deque<String[]> undo = new ArrayDeque<>();

    /**
     * @param folder an empty one, on a file system that can hold swap files
     */
    public SystemLab(Path folder) {
        this.folder = folder;
    }

    /** A name in the lab's folder. */
    public String path(String name) {
        return folder.resolve(name).toString();
    }

    /** A file of random bytes. */
    public String file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(name.hashCode()).nextBytes(bytes);
        Files.write(folder.resolve(name), bytes);
        return path(name);
    }

    /** A loop device over {@code file}. */
    public String loop(String file, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("losetup", "-f", "--show"));
        command.addAll(Arrays.asList(options));
        command.add(file);
        String device = run(command.toArray(String[]::new)).strip();
        undo.push(new String[] {"losetup", "-d", device});
        return device;
    }

    /** A partition of {@code disk}; numbers are sectors of 512 bytes. */
    public String partition(String disk, int number, long start, long length) throws IOException {
        run("addpart", disk, "" + number, "" + start, "" + length);
        undo.push(new String[] {"delpart", disk, "" + number});
        return disk + "p" + number;
    }

    /** Makes an ext4 on {@code device} and mounts it. */
    public String mountNew(String device, String name) throws IOException {
        run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0", device);
        return mount(device, name, "-o", "noatime");
    }

    public String mount(String what, String name, String... options) throws IOException {
        Files.createDirectories(folder.resolve(name));
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of(what, path(name)));
        run(command.toArray(String[]::new));
        undo.push(new String[] {"umount", path(name)});
        return path(name);
    }

    /** Makes swap space of {@code what} and uses it, below all that the machine has. */
    public void swap(String what) throws IOException {
        run("mkswap", what);
        run("swapon", "-p", "0", what);
        undo.push(new String[] {"swapoff", what});
    }

    /** Undone by {@link #close} like the rest. */
    public void onClose(String... command) {
        undo.push(command);
    }

    /** The numbers of a block device's node, as {@code 7:0}. */
    public String numbers(String device) throws IOException {
        return run("lsblk", "-dno", "MAJ:MIN", device).strip();
    }

    /** Runs a command that must end well; gives its standard output. */
    public String run(String... command) throws IOException {
        Path errors = Files.createTempFile("lab", ".err");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectError(errors.toFile())
                            .start();
            byte[] out = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IOException(
                        String.join(" ", command) + ": " + Files.readString(errors).strip());
            }
            return new String(out, StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            Files.delete(errors);
        }
    }

    @Override
    public void close() throws IOException {
        IOException trouble = null;
        while (!undo.isEmpty()) {
            try {
                run(undo.pop());
            } catch (IOException e) {
                trouble = e;
            }
        }
        if (trouble != null) {
            throw trouble;
        }
    }
}
