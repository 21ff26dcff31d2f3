package salvor.copier.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import salvor.protocol.codec.FrameDecoder;
import salvor.protocol.codec.FrameEncoder;
import salvor.protocol.codec.Wire;
import salvor.protocol.message.Authentication;
import salvor.protocol.message.Message;

/** One end of a connection that says whatever a test wants it to say. */
final class RawPeer implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;
    private static final int MAGIC = 0x5AF7;

    private final Socket socket;
    private final EmbeddedChannel decoder =
            new EmbeddedChannel(
                    new FrameDecoder(header -> ByteBuffer.allocate(header.payloadLength())));

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
    }

    /** A client. */
    static RawPeer connect(InetSocketAddress server) throws IOException {
        return new RawPeer(new Socket(server.getAddress(), server.getPort()));
    }

    /** A client that was greeted. */
    static RawPeer greeted(InetSocketAddress server) throws IOException {
        RawPeer peer = connect(server);
        peer.send(new Message.Hello(Wire.VERSION, 0, Authentication.NONE));
        if (!(peer.receive() instanceof Message.Welcome)) {
            throw new AssertionError("no welcome");
        }
        return peer;
    }

    /** Sends all of them at once. */
    void send(Message... messages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Message message : messages) {
            bytes.writeBytes(bytesOf(message));
        }
        send(bytes.toByteArray());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    static byte[] bytesOf(Message message) {
        EmbeddedChannel encoder = new EmbeddedChannel(new FrameEncoder());
        encoder.writeOutbound(message);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            byte[] some = new byte[part.readableBytes()];
            part.readBytes(some);
            part.release();
            bytes.writeBytes(some);
        }
        encoder.finishAndReleaseAll();
        return bytes.toByteArray();
    }

    /** A header with a good checksum, whatever it says. */
    static byte[] header(int type, int encoding, int payload, long id, long position, long length) {
        ByteBuffer header = ByteBuffer.allocate(40);
        header.putShort((short) MAGIC).put((byte) type).put((byte) encoding).putInt(payload);
        header.putLong(id).putLong(position).putLong(length).putInt(0);
        CRC32C sum = new CRC32C();
        sum.update(header.array(), 0, 36);
        return header.putInt((int) sum.getValue()).array();
    }

    /** The next message that is no ping; null when the connection has ended. */
    @Nullable Message receive() throws IOException {
        while (true) {
            Message message = decoder.readInbound();
            if (message != null && !(message instanceof Message.Ping)) {
                return message;
            }
            if (message == null && !read()) {
                return null;
            }
        }
    }

    private boolean read() throws IOException {
        byte[] bytes = new byte[1 << 16];
        int count;
        try {
            count = socket.getInputStream().read(bytes);
        } catch (SocketException e) {
            return false;
        }
        if (count > 0) {
            decoder.writeInbound(Unpooled.wrappedBuffer(bytes, 0, count));
        }
        return count >= 0;
    }

    /** Why the other side ends the connection; null when it does so without a word. */
    Message.@Nullable Trouble awaitEnd() throws IOException {
        Message.Trouble trouble = null;
        for (Message message = receive(); message != null; message = receive()) {
            if (message instanceof Message.Trouble said) {
                trouble = said;
            }
        }
        return trouble;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        decoder.finishAndReleaseAll();
    }
}
