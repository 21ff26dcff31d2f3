package salvor.copier.map;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import salvor.protocol.message.Extent;

/** Writes what holds of a companion as a new one. */
final class Compaction {

    private final CompanionReader reader;
    private final OutputStream out;
    private final byte[] seed;
    private final ByteBuffer slot = ByteBuffer.allocate(CompanionSlot.BYTES);

    /** Zeros that the next ones may join. */
    private Proof.@Nullable Zeros held;

    Compaction(CompanionReader reader, OutputStream out) {
        this.reader = reader;
        this.out = out;
        seed = reader.header().seed();
    }

    void run() throws IOException {
        out.write(reader.header().bytes());
        for (Map.Entry<Integer, String> origin : reader.origins().entrySet()) {
            for (CompanionSlot piece : Origins.pieces(origin.getKey(), origin.getValue())) {
                write(piece);
            }
        }
        reader.forEach(
                proof -> {
                    switch (proof) {
                        case Proof.Zeros zeros -> hold(zeros);
                        case Proof.Checksum checksum -> {
                            release();
                            write(new CompanionSlot.Proven(checksum));
                        }
                        case Proof.Filled filled -> {
                            release();
                            if (filled.origin() != 0) {
                                write(new CompanionSlot.Proven(filled));
                            }
                        }
                    }
                });
        release();
    }

    private void hold(Proof.Zeros zeros) throws IOException {
        Proof.Zeros before = held;
        if (before != null
                && before.origin() == zeros.origin()
                && before.extent().end() == zeros.extent().start()
                && zeros.extent().end() - before.extent().start()
                        <= CompanionSlot.PLAIN_BYTES_MAX) {
            Extent both = Extent.between(before.extent().start(), zeros.extent().end());
            held = new Proof.Zeros(both, zeros.origin());
        } else {
            release();
            held = zeros;
        }
    }

    private void release() throws IOException {
        if (held != null) {
            write(new CompanionSlot.Proven(held));
            held = null;
        }
    }

    private void write(CompanionSlot next) throws IOException {
        slot.clear();
        next.encode(slot, seed);
        out.write(slot.array());
    }
}
