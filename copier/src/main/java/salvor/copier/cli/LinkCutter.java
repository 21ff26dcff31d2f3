package salvor.copier.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a server, and cuts the first connection after so many bytes. */
final class LinkCutter implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final AtomicLong bytesLeft;
    private final AtomicInteger cuts = new AtomicInteger();

    /**
     * Listens on a loopback port of its own.
     *
     * @param cutAfter bytes from the client after which the connection is cut, once
     */
    LinkCutter(InetSocketAddress server, long cutAfter) throws IOException {
        this.server = server;
        bytesLeft = new AtomicLong(cutAfter);
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("link").start(this::acceptAll);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How often it cut: 0 or 1. */
    int cuts() {
        return cuts.get();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket far = new Socket(server.getAddress(), server.getPort());
                Thread.ofPlatform().daemon().start(() -> carry(client, far, true));
                Thread.ofPlatform().daemon().start(() -> carry(far, client, false));
            } catch (IOException e) {
                // The listener was closed, or a peer left: the others go on.
            }
        }
    }

    private void carry(Socket from, Socket to, boolean counted) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
                long left = counted ? bytesLeft.addAndGet(-length) : 1;
                if (left <= 0 && left + length > 0) {
                    cuts.incrementAndGet();
                    return;
                }
            }
        } catch (IOException e) {
            // A cut link is what this is for.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
