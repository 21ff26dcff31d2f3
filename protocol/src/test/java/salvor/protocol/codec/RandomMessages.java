package salvor.protocol.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import salvor.protocol.message.Access;
import salvor.protocol.message.Authentication;
import salvor.protocol.message.BlockHash;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Encoding;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** Any message, from a seed. */
final class RandomMessages {

    static final int KINDS = 25;

    private final Random random;

    RandomMessages(Random random) {
        this.random = random;
    }

    Message next() {
        return ofKind(random.nextInt(KINDS));
    }

    Message ofKind(int kind) {
        return switch (kind) {
            case 0 -> new Message.Hello(number(65535), random.nextLong(), Authentication.NONE);
            case 1 ->
                    new Message.Welcome(
                            number(65535), random.nextLong(), Authentication.NONE, uuid());
            case 2 -> new Message.OpenExport(name(), access());
            case 3 -> new Message.ExportOpened(facts());
            case 4 -> new Message.Read(id(), extent());
            case 5 -> bytes();
            case 6 -> new Message.ZeroBytes(id(), 1 + number(Wire.MAX_BLOCK - 1));
            case 7 -> new Message.ReadFailed(id(), number(4095));
            case 8 -> new Message.ReadEnd(id());
            case 9 -> new Message.FindData(id(), extent().start(), extent().length());
            case 10 -> new Message.DataFound(id(), extent());
            case 11 -> openImage();
            case 12 -> new Message.ImageOpened(random.nextLong(Long.MAX_VALUE) - 1);
            case 13 -> block();
            case 14 -> new Message.Zeros(id(), extent());
            case 15 -> new Message.Fill(id(), extent());
            case 16 -> new Message.Written(id());
            case 17 -> new Message.Force(id());
            case 18 -> new Message.Forced(id());
            case 19 -> new Message.Ping();
            case 20 -> hash();
            case 21 -> hashes();
            case 22 -> new Message.Farewell();
            case 23 -> linearHash();
            default -> new Message.Trouble(reason(), text());
        };
    }

    private Message hash() {
        int block = 1 + number(Wire.MAX_HASHED - 1);
        return new Message.Hash(
                id(), blocksOf(block), block, random.nextLong(), random.nextBoolean());
    }

    private Message linearHash() {
        int block = 1 + number(Wire.MAX_HASHED - 1);
        return new Message.LinearHash(
                id(), blocksOf(block), block, random.nextLong(), random.nextLong());
    }

    private Extent blocksOf(int block) {
        long length = 1 + random.nextLong((long) block * Wire.MAX_HASHES);
        return new Extent(random.nextLong(Long.MAX_VALUE / 2), length);
    }

    private Message hashes() {
        List<BlockHash> blocks = new ArrayList<>();
        for (int i = number(Wire.MAX_HASHES); i > 0; i--) {
            blocks.add(
                    switch (number(3)) {
                        case 0 -> BlockHash.UNREADABLE;
                        case 1 -> BlockHash.ZERO;
                        default ->
                                new BlockHash(
                                        BlockHash.State.HASHED,
                                        random.nextLong(),
                                        random.nextLong(),
                                        random.nextBoolean() ? 0 : number(Wire.MAX_HASHED),
                                        random.nextBoolean());
                    });
        }
        return new Message.Hashes(id(), blocks);
    }

    private Access access() {
        List<Access> all = List.of(Access.values());
        return all.get(number(all.size() - 1));
    }

    private Message openImage() {
        int slots = 1 + number(255);
        return new Message.OpenImage(
                name(),
                facts(),
                uuid(),
                uuid(),
                number(slots - 1),
                slots,
                number(Integer.MAX_VALUE - 1),
                1 + number(Wire.MAX_BLOCK - 1),
                random.nextLong(Long.MAX_VALUE));
    }

    private Message block() {
        byte[] raw = raw();
        Encoding encoding = encoding(raw);
        return new Message.Block(
                id(),
                random.nextLong(Long.MAX_VALUE / 2),
                raw.length,
                encoding,
                sum(raw),
                payload(raw, encoding));
    }

    private Message bytes() {
        byte[] raw = raw();
        Encoding encoding = encoding(raw);
        return new Message.Bytes(id(), raw.length, encoding, sum(raw), payload(raw, encoding));
    }

    private Encoding encoding(byte[] raw) {
        return raw.length > 1 && random.nextBoolean() ? Encoding.LZ4 : Encoding.STORED;
    }

    private ByteBuffer payload(byte[] raw, Encoding encoding) {
        int length = encoding == Encoding.LZ4 ? 1 + number(raw.length - 2) : raw.length;
        return ByteBuffer.allocateDirect(length).put(raw, 0, length).flip();
    }

    private byte[] raw() {
        int max = random.nextInt(10) == 0 ? Wire.MAX_BLOCK : 2000;
        byte[] raw = new byte[1 + number(max - 1)];
        random.nextBytes(raw);
        return raw;
    }

    private static int sum(byte[] raw) {
        CRC32C sum = new CRC32C();
        sum.update(raw);
        return (int) sum.getValue();
    }

    private DeviceFacts facts() {
        return new DeviceFacts(
                random.nextLong(Long.MAX_VALUE),
                1 << number(12),
                1 << number(12),
                1 << number(12),
                1 << number(20),
                text(),
                text(),
                text(),
                random.nextLong(Long.MAX_VALUE));
    }

    private Extent extent() {
        return new Extent(random.nextLong(Long.MAX_VALUE / 2), random.nextLong(Long.MAX_VALUE / 2));
    }

    private String name() {
        StringBuilder name = new StringBuilder("n");
        for (int i = number(30); i > 0; i--) {
            name.append((char) number(255));
        }
        return name.toString();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = number(30); i > 0; i--) {
            text.appendCodePoint(number(0xD7FF));
        }
        return text.toString();
    }

    private Reason reason() {
        List<Reason> all = List.of(Reason.values());
        return all.get(number(all.size() - 1));
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private long id() {
        return random.nextLong(Long.MAX_VALUE);
    }

    /** 0 to {@code max}. */
    private int number(int max) {
        return random.nextInt(max + 1);
    }
}
