package salvor.copier.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import salvor.protocol.codec.FrameEncoder;

/** Receives images and serves exports, until it is closed. */
public final class Server implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 256;
    private static final int THREADS = 2;

    private final EventLoopGroup group = Transport.group(THREADS, "server");
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Services services;
    private final Channel listener;

    /**
     * Listens.
     *
     * @throws IOException one line, when that cannot be done
     */
    public Server(ServerOptions options) throws IOException {
        services = new Services(options);
        ChannelFuture bound = bootstrap(options).bind(options.listen()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            Transport.shutDown(group);
            throw new IOException(words(bound.cause()), bound.cause());
        }
        listener = bound.channel();
    }

    /** The address it listens on, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Returns when it was closed. */
    public void await() throws InterruptedException {
        listener.closeFuture().await();
    }

    private ServerBootstrap bootstrap(ServerOptions options) {
        return new ServerBootstrap()
                .group(group)
                .channel(Transport.serverSocket())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                accept(channel, options.timing());
                            }
                        });
    }

    private void accept(SocketChannel channel, Timing timing) {
        if (connections.size() >= CONNECTIONS_MAX) {
            Transport.close(channel);
            return;
        }
        connections.add(channel);
        Transport.configure(channel);
        ServerConnection connection = new ServerConnection(services);
        channel.pipeline()
                .addLast(Dialer.idle(timing))
                .addLast(connection.decoder())
                .addLast(new FrameEncoder())
                .addLast(connection);
    }

    private static String words(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.contains("Address already in use") ? "Address already in use" : text;
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        services.close();
        connections.close().awaitUninterruptibly();
        Transport.shutDown(group);
    }
}
