package salvor.copier.pair.metadata;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;
import salvor.copier.device.Device;
import salvor.copier.device.ReadOutcome;

/**
 * A small piece of a disk, whole or not at all. Positions inside it are the structure's own, as its
 * format documents them; the caller has checked that they fit.
 */
public final class Area {

    private static final int SECTOR = 512;
    private static final int PAGE = 4096;
    private static final int BUFFER = 16 << 10;

    /** Areas are many and small; memory that other threads may fill too is dear to give back. */
    private static final ThreadLocal<MemorySegment> MEMORY =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(BUFFER, PAGE));

    private final ByteBuffer bytes;

    private Area(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads {@code length} bytes at {@code position}.
     *
     * @return empty where the disk is too short or a byte cannot be read
     */
    public static Optional<Area> read(Device device, long position, int length) {
        if (position < 0 || position > device.size() - length) {
            return Optional.empty();
        }
        long unit = Math.max(SECTOR, device.geometry().alignment());
        long from = position / unit * unit;
        long to = (position + length + unit - 1) / unit * unit;
        long bytes = to - from;
        if (bytes <= BUFFER && unit <= PAGE) {
            return read(device, from, MEMORY.get().asSlice(0, bytes), position, length);
        }
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(bytes, Math.max(PAGE, unit));
            return read(device, from, memory, position, length);
        }
    }

    private static Optional<Area> read(
            Device device, long from, MemorySegment memory, long position, int length) {
        ReadOutcome outcome = device.read(from, memory);
        if (outcome.bytes() < position - from + length) {
            return Optional.empty();
        }
        byte[] copy = new byte[length];
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, position - from, copy, 0, length);
        return Optional.of(of(copy));
    }

    /** Little-endian, until {@link #order} says otherwise. */
    public static Area of(byte[] bytes) {
        return new Area(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The same bytes, read in {@code order}. */
    public Area order(ByteOrder order) {
        return new Area(bytes.duplicate().order(order));
    }

    public int length() {
        return bytes.limit();
    }

    public int u8(int at) {
        return bytes.get(at) & 0xFF;
    }

    public int u16(int at) {
        return bytes.getShort(at) & 0xFFFF;
    }

    public int i32(int at) {
        return bytes.getInt(at);
    }

    public long u32(int at) {
        return bytes.getInt(at) & 0xFFFF_FFFFL;
    }

    /** 64 bits; where the format means an unsigned number, one of 2^63 or more is negative. */
    public long i64(int at) {
        return bytes.getLong(at);
    }

    public boolean hasSameBytes(Area other) {
        return bytes.equals(other.bytes);
    }

    /** Goes on with {@code crc} over {@code length} bytes at {@code at}. */
    public void addTo(CRC32C crc, int at, int length) {
        crc.update(bytes.duplicate().position(at).limit(at + length));
    }

    /** Whether all bytes from {@code from} to below {@code to} are zero. */
    public boolean isZero(int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes at {@code at} are these characters of ISO 8859-1. */
    public boolean matches(int at, String text) {
        return text(at, text.length(), false).equals(text);
    }

    /** Text up to the first zero byte, at most {@code length} bytes. */
    public String text(int at, int length) {
        return text(at, length, true);
    }

    private String text(int at, int length, boolean zeroEnds) {
        int end = 0;
        while (end < length && !(zeroEnds && bytes.get(at + end) == 0)) {
            end++;
        }
        byte[] copy = new byte[end];
        bytes.get(at, copy);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }

    /** 16 bytes as mdadm prints them: four groups of eight hexadecimal digits. */
    public String mdUuid(int at) {
        ByteBuffer big = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        return "%08x:%08x:%08x:%08x"
                .formatted(
                        big.getInt(at),
                        big.getInt(at + 4),
                        big.getInt(at + 8),
                        big.getInt(at + 12));
    }

    /** 16 bytes as RFC 9562 prints them. */
    public String uuid(int at) {
        ByteBuffer big = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
        long high = big.getLong(at);
        return "%08x-%04x-%04x-%04x-%012x"
                .formatted(
                        high >>> 32,
                        high >>> 16 & 0xFFFF,
                        high & 0xFFFF,
                        big.getLong(at + 8) >>> 48,
                        big.getLong(at + 8) & 0xFFFF_FFFF_FFFFL);
    }
}
