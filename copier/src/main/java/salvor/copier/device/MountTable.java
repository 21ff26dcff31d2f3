package salvor.copier.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is mounted, from {@code /proc/self/mountinfo}; its fields are in {@code proc(5)}.
 *
 * @param mounts in the order they were made
 */
record MountTable(List<Mount> mounts) {

    /**
     * One mount.
     *
     * @param id as {@link FileStatus#mount} has it
     * @param numbers the file system's device, as {@code 8:1}; with major 0 it is none of the block
     *     devices
     * @param point where it is mounted
     * @param type as {@code ext4}
     * @param source what was mounted, often a device node's path
     */
    record Mount(long id, String numbers, String point, String type, String source) {}

    static MountTable read(Path file) {
        List<Mount> mounts = new ArrayList<>();
        try {
            for (String line : lines(file)) {
                int dash = line.indexOf(" - ");
                String[] front = line.split(" ", -1);
                String[] back = dash < 0 ? new String[0] : line.substring(dash + 3).split(" ", -1);
                if (front.length > 4 && back.length > 1) {
                    long id = Long.parseLong(front[0]);
                    String point = unescape(front[4]);
                    mounts.add(new Mount(id, front[2], point, back[0], unescape(back[1])));
                }
            }
        } catch (IOException e) {
            // Without /proc nothing can be said of mounts; the kernel's own check stays.
        }
        return new MountTable(List.copyOf(mounts));
    }

    /** A name may hold a carriage return, so only a line feed ends a line. */
    private static List<String> lines(Path file) throws IOException {
        return List.of(FileNames.decode(Files.readAllBytes(file)).split("\n", -1));
    }

    /** The kernel writes a blank, a tab, a line's end and a backslash as {@code \040} and so on. */
    static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 3 < text.length()) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}
