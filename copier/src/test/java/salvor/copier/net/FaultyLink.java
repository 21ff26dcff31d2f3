package salvor.copier.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A TCP proxy that is no good: it cuts connections after so many bytes, and passes on what it does
 * in pieces and late.
 */
final class FaultyLink implements AutoCloseable {

    private static final long NEVER = Long.MAX_VALUE;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Random random;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong passed = new AtomicLong();
    private volatile LongSupplier toServer = () -> NEVER;
    private volatile LongSupplier toClient = () -> NEVER;
    private volatile int delayMillisMax;

    FaultyLink(InetSocketAddress server, long seed) throws IOException {
        this.server = server;
        random = new Random(seed);
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** Bytes that were passed on, both ways. */
    long passed() {
        return passed.get();
    }

    /** Each connection from now on is cut after so many bytes in that direction. */
    FaultyLink cutAfter(LongSupplier bytesToServer, LongSupplier bytesToClient) {
        toServer = bytesToServer;
        toClient = bytesToClient;
        return this;
    }

    FaultyLink heal() {
        return cutAfter(() -> NEVER, () -> NEVER);
    }

    /** Up to so long passes between the pieces. */
    FaultyLink delay(int millisMax) {
        delayMillisMax = millisMax;
        return this;
    }

    /** Cuts what is connected now. */
    void cut() {
        sockets.forEach(FaultyLink::close);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Socket upstream = new Socket();
                sockets.add(client);
                sockets.add(upstream);
                client.setTcpNoDelay(true);
                upstream.setTcpNoDelay(true);
                upstream.connect(server, 5000);
                pump(client, upstream, toServer.getAsLong());
                pump(upstream, client, toClient.getAsLong());
            } catch (IOException e) {
                // The server is away: the client learns it by the end of its connection.
                cut();
            }
        }
    }

    private void pump(Socket from, Socket to, long most) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                pump(from.getInputStream(), to.getOutputStream(), most);
                            } catch (IOException | InterruptedException e) {
                                // A cut link.
                            }
                            close(from);
                            close(to);
                        });
    }

    private void pump(InputStream from, OutputStream to, long most)
            throws IOException, InterruptedException {
        byte[] bytes = new byte[1 << 16];
        for (long left = most; left > 0; ) {
            int count = from.read(bytes, 0, (int) Math.min(left, piece()));
            if (count < 0) {
                return;
            }
            if (delayMillisMax > 0) {
                Thread.sleep(number(delayMillisMax + 1));
            }
            to.write(bytes, 0, count);
            passed.addAndGet(count);
            left -= count;
        }
    }

    private int piece() {
        return number(4) == 0 ? 1 + number(100) : 1 << 16;
    }

    private synchronized int number(int bound) {
        return random.nextInt(bound);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as good as closed.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
