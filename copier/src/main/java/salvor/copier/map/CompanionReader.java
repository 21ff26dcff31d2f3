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
 * Reads a {@link Companion} as it was when it was opened, also one that is being appended to.
 *
 * <p>Memory does not grow with the device. Proofs that lie sorted in the file, as after {@link
 * Companion#compact}, take one pass over it. Others are sorted in windows of at most 262,144 (30
 * MB), each found in a pass over the whole file: with a checksum a MiB, 20 TB are 77 passes over
 * 480 MB, which is little beside reading 20 TB.
 */
public final class CompanionReader implements AutoCloseable {

    private static final int WINDOW_PROOFS_MAX = 1 << 18;

    private final CompanionFile file;
    private final int windowProofsMax;
    private final Map<Integer, String> origins;
    private final CompanionFile.Scan whole;
    private final boolean sorted;

    CompanionReader(FileCalls calls, String path, int windowProofsMax) throws IOException {
        this.windowProofsMax = windowProofsMax;
        file = new CompanionFile(calls, path, CompanionFile.READ);
        try {
            Origins found = new Origins();
            Order order = new Order();
            whole =
                    file.scan(
                            slot -> {
                                switch (slot) {
                                    case CompanionSlot.NamePiece piece -> found.add(piece);
                                    case CompanionSlot.Proven(Proof proof) -> order.add(proof);
                                }
                            });
            origins = found.complete();
            sorted = order.sorted;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Whether proofs are ascending and disjoint. */
    private static final class Order {
        boolean sorted = true;
        long end;

        void add(Proof proof) {
            sorted &= proof.extent().start() >= end;
            end = proof.extent().end();
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
        return whole.damaged();
    }

    /** The proofs that begin at or after {@code from} and hold, as many as memory allows. */
    public Window window(long from) throws IOException {
        ProofWindow window = new ProofWindow(from, identity().size(), windowProofsMax);
        appended(window::add);
        return new Window(window.proofs(), window.end());
    }

    /** Gives every proof that holds to {@code visitor}: ascending, disjoint. */
    public void forEach(Visitor visitor) throws IOException {
        if (sorted) {
            appended(visitor);
            return;
        }
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

    /** Every proof, in the order in which they were appended. */
    private void appended(Visitor visitor) throws IOException {
        file.scan(
                whole.end(),
                slot -> {
                    if (slot instanceof CompanionSlot.Proven(Proof proof)) {
                        visitor.visit(proof);
                    }
                });
    }

    CompanionHeader header() {
        return file.header();
    }

    @Override
    public void close() {
        file.close();
    }
}
