package salvor.copier.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Identity;
import salvor.copier.map.Companion;
import salvor.copier.map.CompanionReader;
import salvor.copier.map.MalformedMapException;
import salvor.copier.map.Proof;
import salvor.copier.transfer.Chunk;
import salvor.copier.transfer.ProofCheck;
import salvor.protocol.message.Extent;

/**
 * The server's companion of an image: proofs of what is in it. There is no map that says which of
 * them count, so a proof is appended only when its bytes are durable. Thread-safe.
 */
final class ImageRecord implements AutoCloseable {

    /** Proofs of bytes that are not durable yet; the session forces when there are as many. */
    static final int WAITING_MAX = 1 << 14;

    private final String path;
    private final Identity source;
    private final boolean goesOn;
    private @Nullable Companion companion;
    private List<Proof> waiting = new ArrayList<>();

    /**
     * @param path of the companion
     * @param source whose bytes the image holds
     * @param goesOn whether the client's map holds something. If not, a companion that is there is
     *     stale, and is replaced
     */
    ImageRecord(String path, Identity source, boolean goesOn) {
        this.path = path;
        this.source = source;
        this.goesOn = goesOn;
    }

    /**
     * Looks whether the image still holds what was written into it.
     *
     * @return what it does not hold; null when all is well, or nothing is known
     */
    @Nullable Extent firstWrong(Device image) throws IOException {
        if (!isBelieved()) {
            return null;
        }
        try (CompanionReader reader = CompanionReader.open(path)) {
            return ProofCheck.firstWrong(image, reader, _ -> true);
        }
    }

    private boolean isBelieved() throws IOException {
        if (!goesOn || !FileStatus.exists(path)) {
            return false;
        }
        try (CompanionReader reader = CompanionReader.open(path)) {
            return reader.identity().matches(source);
        } catch (MalformedMapException e) {
            return false;
        }
    }

    /** This was written. */
    synchronized void wrote(Chunk chunk) {
        waiting.add(
                switch (chunk) {
                    case Chunk.Data data -> new Proof.Checksum(data.extent(), data.checksum(), 0);
                    case Chunk.Zeros(Extent extent) -> new Proof.Zeros(extent, 0);
                });
    }

    /** This was made zero; older proofs of it hold no longer. */
    synchronized void filled(Extent extent) {
        waiting.add(new Proof.Filled(extent, 0));
    }

    synchronized boolean isFull() {
        return waiting.size() >= WAITING_MAX;
    }

    /** What was written and not yet {@link #save saved}; it is forgotten here. */
    synchronized List<Proof> take() {
        List<Proof> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /** Makes proofs durable, whose bytes are. */
    synchronized void save(List<Proof> proofs) throws IOException {
        if (proofs.isEmpty()) {
            return;
        }
        Companion to = companion();
        for (Proof proof : proofs) {
            switch (proof) {
                case Proof.Checksum(Extent extent, int crc32c, int origin) ->
                        to.append(extent, crc32c, origin);
                case Proof.Zeros(Extent extent, int origin) -> to.appendZeros(extent, origin);
                case Proof.Filled(Extent extent, int origin) -> to.appendFilled(extent, origin);
            }
        }
        to.force();
    }

    private Companion companion() throws IOException {
        if (companion == null) {
            companion = isBelieved() ? Companion.open(path) : Companion.create(path, source);
        }
        return companion;
    }

    @Override
    public synchronized void close() throws IOException {
        if (companion != null) {
            companion.close();
        }
    }
}
