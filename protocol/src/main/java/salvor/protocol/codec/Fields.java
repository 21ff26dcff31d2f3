package salvor.protocol.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import salvor.protocol.message.Access;
import salvor.protocol.message.Authentication;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Reason;

/** The parts that payloads are made of. Readers throw {@link WireException} for what is no such. */
final class Fields {

    private static final int MAX_SECTOR = 1 << 20;
    private static final int MAX_READ = 1 << 30;

    private static final int HASHED = 2;
    private static final int NEWLINES_FOLLOW = 4;
    private static final int ENDS_LINE = 8;
    private static final int BOTH = NEWLINES_FOLLOW | ENDS_LINE;

    private Fields() {}

    static void writeName(ByteBuf out, String name) {
        writeBytes(out, name.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String readName(ByteBuf in) {
        String name = readString(in, StandardCharsets.ISO_8859_1);
        if (name.isEmpty()) {
            throw new WireException("an empty name");
        }
        return name;
    }

    /** Writes as much of {@code text} as a text may have; the cut may spoil its last character. */
    static void writeText(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, Wire.MAX_TEXT);
        out.writeShort(length).writeBytes(bytes, 0, length);
    }

    static String readText(ByteBuf in) {
        return readString(in, StandardCharsets.UTF_8);
    }

    static void writeUuid(ByteBuf out, UUID uuid) {
        out.writeLong(uuid.getMostSignificantBits()).writeLong(uuid.getLeastSignificantBits());
    }

    static UUID readUuid(ByteBuf in) {
        return new UUID(in.readLong(), in.readLong());
    }

    static void writeFacts(ByteBuf out, DeviceFacts facts) {
        out.writeLong(facts.size());
        out.writeInt(facts.logicalSector());
        out.writeInt(facts.physicalSector());
        out.writeInt(facts.alignment());
        out.writeInt(facts.optimalRead());
        out.writeLong(facts.partitionStart());
        writeText(out, facts.model());
        writeText(out, facts.serial());
        writeText(out, facts.unique());
    }

    static DeviceFacts readFacts(ByteBuf in) {
        long size = readLong(in, 0, Long.MAX_VALUE);
        int logicalSector = readInt(in, MAX_SECTOR);
        int physicalSector = readInt(in, MAX_SECTOR);
        int alignment = readInt(in, MAX_SECTOR);
        int optimalRead = readInt(in, MAX_READ);
        long partitionStart = readLong(in, 0, Long.MAX_VALUE);
        return new DeviceFacts(
                size,
                Math.max(1, logicalSector),
                Math.max(1, physicalSector),
                Math.max(1, alignment),
                Math.max(1, optimalRead),
                readText(in),
                readText(in),
                readText(in),
                partitionStart);
    }

    static Authentication readAuthentication(ByteBuf in) {
        return in.readUnsignedByte() == Authentication.NONE.code()
                ? Authentication.NONE
                : Authentication.OTHER;
    }

    static Access readAccess(ByteBuf in) {
        int code = in.readUnsignedByte();
        for (Access access : Access.values()) {
            if (access.code() == code) {
                return access;
            }
        }
        throw new WireException("unknown access " + code);
    }

    static void writeHashes(ByteBuf out, List<BlockHash> blocks) {
        out.writeShort(blocks.size());
        for (BlockHash block : blocks) {
            boolean counted = block.newlines() > 0;
            int flags = counted ? NEWLINES_FOLLOW : 0;
            flags |= block.endsLine() ? ENDS_LINE : 0;
            out.writeByte(block.state().code() | flags);
            if (block.state() == BlockHash.State.HASHED) {
                out.writeLong(block.high()).writeLong(block.low());
            }
            if (counted) {
                out.writeInt(block.newlines());
            }
        }
    }

    static List<BlockHash> readHashes(ByteBuf in) {
        int count = in.readUnsignedShort();
        if (count > Wire.MAX_HASHES) {
            throw new WireException("hashes of " + count + " blocks");
        }
        List<BlockHash> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            blocks.add(readHash(in));
        }
        return blocks;
    }

    private static BlockHash readHash(ByteBuf in) {
        int flags = in.readUnsignedByte();
        return switch (flags) {
            case 0 -> BlockHash.UNREADABLE;
            case 1 -> BlockHash.ZERO;
            case HASHED, HASHED | ENDS_LINE, HASHED | NEWLINES_FOLLOW, HASHED | BOTH -> {
                long high = in.readLong();
                long low = in.readLong();
                boolean counted = (flags & NEWLINES_FOLLOW) != 0;
                int newlines = counted ? readInt(in, Wire.MAX_HASHED) : 0;
                boolean endsLine = (flags & ENDS_LINE) != 0;
                yield new BlockHash(BlockHash.State.HASHED, high, low, newlines, endsLine);
            }
            default -> throw new WireException("unknown state of a block: " + flags);
        };
    }

    /** A reason of a later version counts as {@link Reason#PROTOCOL}; its text says the rest. */
    static Reason readReason(ByteBuf in) {
        int code = in.readUnsignedByte();
        for (Reason reason : Reason.values()) {
            if (reason.code() == code) {
                return reason;
            }
        }
        return Reason.PROTOCOL;
    }

    /** A number from 0 to {@code max}. */
    static int readInt(ByteBuf in, int max) {
        int value = in.readInt();
        if (value < 0 || value > max) {
            throw new WireException("a number out of range: " + value);
        }
        return value;
    }

    /** A number from {@code min} to {@code max}. */
    static long readLong(ByteBuf in, long min, long max) {
        long value = in.readLong();
        if (value < min || value > max) {
            throw new WireException("a number out of range: " + value);
        }
        return value;
    }

    private static void writeBytes(ByteBuf out, byte[] bytes) {
        if (bytes.length > Wire.MAX_TEXT) {
            throw new IllegalArgumentException("a name of " + bytes.length + " bytes");
        }
        out.writeShort(bytes.length).writeBytes(bytes);
    }

    private static String readString(ByteBuf in, Charset charset) {
        int length = in.readUnsignedShort();
        if (length > Wire.MAX_TEXT || length > in.readableBytes()) {
            throw new WireException("a text of " + length + " bytes");
        }
        return in.readString(length, charset);
    }
}
