package salvor.copier.map;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import salvor.copier.device.FileNames;

/** The names of the origins, put together from their pieces. */
final class Origins {

    /** A name of which perhaps not all pieces have come. */
    private static final class Name {
        final byte[] bytes;
        final BitSet pieces = new BitSet();

        Name(int length) {
            bytes = new byte[length];
        }
    }

    private final Map<Integer, Name> names = new TreeMap<>();

    void add(CompanionSlot.NamePiece piece) {
        Name name = names.get(piece.origin());
        if (name == null || name.bytes.length != piece.nameLength()) {
            name = new Name(piece.nameLength());
            names.put(piece.origin(), name);
        }
        int end = Math.min(piece.offset() + CompanionSlot.PIECE_BYTES, name.bytes.length);
        for (int i = piece.offset(); i < end; i++) {
            name.bytes[i] = (byte) (piece.piece() >>> (56 - 8 * (i - piece.offset())));
        }
        name.pieces.set(piece.offset() / CompanionSlot.PIECE_BYTES);
    }

    /** The names of which every piece is there, by number. */
    Map<Integer, String> complete() {
        Map<Integer, String> complete = new TreeMap<>();
        names.forEach(
                (origin, name) -> {
                    int pieces = Math.ceilDiv(name.bytes.length, CompanionSlot.PIECE_BYTES);
                    if (name.pieces.cardinality() == pieces) {
                        complete.put(origin, FileNames.decode(name.bytes));
                    }
                });
        return complete;
    }

    /** The highest number that any piece has; 0 when there is none. */
    int last() {
        return names.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** A name as slots. A name that is too long is cut: it is for people. */
    static CompanionSlot.NamePiece[] pieces(int origin, String name) {
        byte[] bytes = FileNames.encode(name.isEmpty() ? "?" : name);
        int length = Math.min(bytes.length, CompanionSlot.NAME_BYTES_MAX);
        int count = Math.ceilDiv(length, CompanionSlot.PIECE_BYTES);
        byte[] padded = Arrays.copyOf(bytes, count * CompanionSlot.PIECE_BYTES);
        CompanionSlot.NamePiece[] pieces = new CompanionSlot.NamePiece[count];
        for (int i = 0; i < count; i++) {
            int offset = i * CompanionSlot.PIECE_BYTES;
            long piece = ByteBuffer.wrap(padded).getLong(offset);
            pieces[i] = new CompanionSlot.NamePiece(origin, offset, length, piece);
        }
        return pieces;
    }
}
