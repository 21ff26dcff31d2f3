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
import java.net.BindException;
import java.net.InetSocketAddress;
import salvor.protocol.codec.FrameEncoder;

/** Receives images and serves exports, until it is closed. */
public final class Server implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 256;
    private static final int THREADS = 2;

    private final EventLoopGroup group = Transport.group(THREADS, "server");
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final RootClaim claim;
    private final Services services;
    private final Channel listener;

    /**
     * Listens.
     *
     * @throws BindException why, when it cannot listen there
     * @throws IOException one line, when the root cannot be had
     */
    public Server(ServerOptions options) throws IOException {
        claim = new RootClaim(options.root());
        services = new Services(options);
        ChannelFuture bound = bootstrap(options).bind(options.listen()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            claim.close();
            Transport.shutDown(group);
            throw bindException(bound.cause());
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
        ServerConnection connection = new ServerConnection(services);
        Transport.configure(channel, connection.decoder());
        channel.pipeline()
                .addLast(Dialer.idle(timing))
                .addLast(connection.decoder())
                .addLast(new FrameEncoder())
                .addLast(connection);
    }

    private static BindException bindException(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        String known = "Address already in use";
        BindException e = new BindException(text.contains(known) ? known : text);
        e.initCause(cause);
        return e;
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        services.close();
        connections.close().awaitUninterruptibly();
        claim.close();
        Transport.shutDown(group);
    }
}
