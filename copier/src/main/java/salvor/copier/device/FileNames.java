package salvor.copier.device;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * File names are bytes. Inside the program they are strings that lose none of them: UTF-8, with
 * each byte that is not part of valid UTF-8 kept as the lone surrogate U+DC00 + byte (Python's PEP
 * 383 {@code surrogateescape}).
 */
public final class FileNames {

    private static final int ESCAPE = 0xDC00;

    private FileNames() {}

    /** The string that stands for these bytes; {@link #encode} gives the same bytes back. */
    public static String decode(byte[] name) {
        String utf8 = new String(name, StandardCharsets.UTF_8);
        if (Arrays.equals(utf8.getBytes(StandardCharsets.UTF_8), name)) {
            return utf8;
        }
        StringBuilder text = new StringBuilder(name.length);
        for (int i = 0; i < name.length; ) {
            int length = sequenceLength(name, i);
            if (length == 0) {
                text.append((char) (ESCAPE + (name[i++] & 0xFF)));
            } else {
                text.append(new String(name, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
        return text.toString();
    }

    /** The bytes that {@code name} stands for. */
    public static byte[] encode(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length() + 8);
        for (int i = 0; i < name.length(); ) {
            int point = name.codePointAt(i);
            if (point >= ESCAPE + 0x80 && point <= ESCAPE + 0xFF) {
                bytes.write(point - ESCAPE);
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
            i += Character.charCount(point);
        }
        return bytes.toByteArray();
    }

    /** {@code name} as a C string. */
    static MemorySegment cString(String name, Arena arena) {
        byte[] bytes = encode(name);
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    /** The name that a C string holds. */
    static String string(MemorySegment name) {
        int length = 0;
        while (name.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return decode(name.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }

    /** Bytes of the valid UTF-8 sequence at {@code at}, or 0. */
    private static int sequenceLength(byte[] name, int at) {
        int first = name[at] & 0xFF;
        int length =
                first < 0x80
                        ? 1
                        : first < 0xC2
                                ? 0
                                : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > name.length) {
            return 0;
        }
        byte[] sequence = Arrays.copyOfRange(name, at, at + length);
        String text = new String(sequence, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), sequence) ? length : 0;
    }
}
