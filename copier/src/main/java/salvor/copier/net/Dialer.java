package salvor.copier.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import salvor.copier.transfer.Clock;
import salvor.protocol.codec.FrameDecoder;
import salvor.protocol.codec.FrameEncoder;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** Makes a client's connections to one server, and makes them again when they were lost. */
final class Dialer implements AutoCloseable {

    private static final Map<String, String> ADVICE =
            Map.of(
                    "Connection refused", "start salvor serve there, or check the port",
                    "Connection timed out", "check the address, and any firewall between",
                    "No route to host", "check that machine, and the address",
                    "Network is unreachable", "check this machine's network");

    private final RemoteName name;
    private final InetAddress address;
    private final Timing timing;
    private final EventLoopGroup group;
    private boolean closed;

    /**
     * Looks the host up.
     *
     * @throws IOException when it is not known, or not on this machine and would have to be spoken
     *     to without encryption
     */
    Dialer(RemoteName name, ClientOptions options, int threads) throws IOException {
        this.name = name;
        timing = options.timing();
        try {
            address = InetAddress.getByName(name.host());
        } catch (UnknownHostException e) {
            throw new IOException(
                    name.host() + ": no such host; check the name, or write its address", e);
        }
        if (!address.isLoopbackAddress() && !options.insecureAnywhere()) {
            throw new PeerException(
                    Reason.NOT_TRUSTED,
                    name.server()
                            + ": the link to another machine would not be encrypted; say"
                            + " --insecure-anywhere to allow that");
        }
        group = Transport.group(threads, "client");
    }

    boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    /** One attempt. */
    Link dial(Message open, Conversation conversation) throws IOException {
        ClientConnection connection = new ClientConnection(name.server(), open, conversation);
        ChannelFuture connected = connect(connection);
        Channel channel = connected.channel();
        try {
            if (!connected.awaitUninterruptibly().isSuccess()) {
                throw new IOException(name.server() + ": " + words(connected.cause()));
            }
            return connection.opened().get(timing.open().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (TimeoutException e) {
            channel.close().awaitUninterruptibly();
            throw new IOException(
                    name.server() + ": the server does not answer; check that it is salvor serve",
                    e);
        } catch (InterruptedException e) {
            channel.close().awaitUninterruptibly();
            Thread.currentThread().interrupt();
            throw new IOException(name.server() + ": interrupted", e);
        }
    }

    /** Not while the event loops end: they would complain aloud about what they cannot take. */
    private synchronized ChannelFuture connect(ClientConnection connection) throws IOException {
        if (closed) {
            throw new IOException(name.server() + ": closed");
        }
        return bootstrap(connection).connect(address, name.port());
    }

    /** For one link, and those that follow it. */
    Patience patience() {
        return new Patience(timing.retry(), Clock.system());
    }

    /**
     * Attempts after a loss until one succeeds, the server refuses for good, or patience ends.
     *
     * @param open what to ask for, new for each attempt
     * @param given tells when nobody wants the link any more
     */
    Link redial(
            IOException loss,
            Patience patience,
            Supplier<Message> open,
            Conversation conversation,
            BooleanSupplier given)
            throws IOException {
        IOException last = loss;
        while (true) {
            patience.lost(last);
            if (given.getAsBoolean()) {
                throw new IOException(name.server() + ": closed");
            }
            try {
                Link link = dial(open.get(), conversation);
                patience.opened();
                return link;
            } catch (PeerException e) {
                if (!e.reason().isPassing() && e.reason() != Reason.PROTOCOL) {
                    throw e;
                }
                last = e;
            } catch (IOException e) {
                last = e;
            }
        }
    }

    private Bootstrap bootstrap(ClientConnection connection) {
        return new Bootstrap()
                .group(group)
                .channel(Transport.socket())
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(timing.connect().toMillis()))
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                FrameDecoder decoder = new FrameDecoder(connection);
                                Transport.configure(channel, decoder);
                                channel.pipeline()
                                        .addLast(idle(timing))
                                        .addLast(decoder)
                                        .addLast(new FrameEncoder())
                                        .addLast(connection);
                            }
                        });
    }

    static IdleStateHandler idle(Timing timing) {
        return new IdleStateHandler(
                timing.silence().toMillis(), timing.ping().toMillis(), 0, TimeUnit.MILLISECONDS);
    }

    /** The system's words; Netty's name calls and addresses that a person did not ask for. */
    private static String words(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        for (Map.Entry<String, String> known : ADVICE.entrySet()) {
            if (text.toLowerCase(Locale.ROOT).contains(known.getKey().toLowerCase(Locale.ROOT))) {
                return known.getKey() + "; " + known.getValue();
            }
        }
        return text;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        Transport.shutDown(group);
    }
}
