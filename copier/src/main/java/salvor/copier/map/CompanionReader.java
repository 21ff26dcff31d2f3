package salvor.copier.map;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import salvor.copier.device.Identity;
import salvor.protocol.message.Extent;

/**
 * Reads a {@link Companion}, also one that is being appended to.
 *
 * <p>Memory does not grow with the device: the proofs are sorted in windows of at most half a
 * million (50 MB), each found in a pass over the whole file. With a checksum a MiB, 20 TB are 40
 * passes over 480 MB, which is nothing beside reading 20 TB.
 */
public final class CompanionReader implements AutoCloseable {

    private static final int WINDOW_PROOFS_MAX = 1 << 19;

    private final CompanionFile file;
    private final int windowProofsMax;
    private final Map<Integer, String> origins;
    private final long damaged;

    CompanionReader(FileCalls calls, String path, int windowProofsMax) throws IOException {
        this.windowProofsMax = windowProofsMax;
        file = new CompanionFile(calls, path, CompanionFile.READ);
        try {
            Origins found = new Origins();
            CompanionFile.Scan scan =
                    file.scan(
                            slot -> {
                                if (slot instanceof CompanionSlot.NamePiece piece) {
                                    found.add(piece);
                                }
                            });
            origins = found.complete();
            damaged = scan.damaged();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Takes proofs. */
    @FunctionalInterface
    public interface Visitor {
        void visit(Proof proof) throws IOException;
    }

    /**
     * The proofs that hold in a part of the device.
     *
     * @param proofs ascending, disjoint
     * @param end where the next window begins
     */
    public record Window(List<Proof> proofs, long end) {}

    /**
     * Opens a companion.
     *
     * @param path as {@link salvor.copier.device.FileNames} has it
     * @throws MalformedMapException when it is none, or its head is damaged
     * @throws IOException when it cannot be read
     */
    public static CompanionReader open(String path) throws IOException {
        return new CompanionReader(FileCalls.KERNEL, path, WINDOW_PROOFS_MAX);
    }

    /** The source's, as it was when the rescue began. */
    public Identity identity() {
        return file.header().identity();
    }

    /** The names of the origins beside the source, by number. */
    public Map<Integer, String> origins() {
        return origins;
    }

    /** Records in the middle that were damaged, and are passed over. */
    public long damaged() {
        return damaged;
    }

    /** The proofs that begin at or after {@code from} and hold, as many as memory allows. */
    public Window window(long from) throws IOException {
        ProofWindow window = new ProofWindow(from, identity().size(), windowProofsMax);
        file.scan(
                slot -> {
                    if (slot instanceof CompanionSlot.Proven(Proof proof)) {
                        window.add(proof);
                    }
                });
        return new Window(window.proofs(), window.end());
    }

    /** Gives every proof that holds to {@code visitor}: ascending, disjoint. */
    public void forEach(Visitor visitor) throws IOException {
        for (long from = 0; from < identity().size(); ) {
            Window window = window(from);
            for (Proof proof : window.proofs()) {
                visitor.visit(proof);
            }
            from = window.end();
        }
    }

    /**
     * Some of the proofs that hold, found in one pass: those appended last, and some from each of
     * equal parts of the device.
     *
     * @param newest how many of the last
     * @param parts of the device, 1 or more
     * @param each how many from the beginning of each part
     */
    public List<Proof> sample(int newest, int parts, int each) throws IOException {
        long size = identity().size();
        long stride = Math.max(1, size / parts + 1);
        List<ProofWindow> windows = new ArrayList<>();
        for (long from = 0; from < size; from += stride) {
            windows.add(new ProofWindow(from, Math.min(from + stride, size), each));
        }
        Deque<Proof> last = new ArrayDeque<>();
        file.scan(
                slot -> {
                    if (slot instanceof CompanionSlot.Proven(Proof proof)) {
                        Extent extent = proof.extent();
                        for (long at = extent.start() / stride * stride;
                                at < extent.end();
                                at += stride) {
                            windows.get((int) (at / stride)).add(proof);
                        }
                        last.add(proof);
                        if (last.size() > newest) {
                            last.remove();
                        }
                    }
                });
        ProofWindow latest = new ProofWindow(0, size, Math.max(1, newest));
        last.forEach(latest::add);
        windows.add(latest);
        return windows.stream().flatMap(window -> window.proofs().stream()).toList();
    }

    CompanionHeader header() {
        return file.header();
    }

    @Override
    public void close() {
        file.close();
    }
}
