package salvor.copier.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketChannelConfig;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import salvor.protocol.codec.FrameDecoder;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** Sockets: the kernel's epoll where Netty has its library, NIO elsewhere. */
final class Transport {

    /** How long the last word on a connection may take. */
    static final Duration LAST_WORD = Duration.ofSeconds(1);

    private static final boolean EPOLL = Epoll.isAvailable();

    private Transport() {}

    static EventLoopGroup group(int threads, String name) {
        IoHandlerFactory io = EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(name, true), io);
    }

    static Class<? extends SocketChannel> socket() {
        return EPOLL ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    static Class<? extends ServerSocketChannel> serverSocket() {
        return EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    static void configure(SocketChannel channel, FrameDecoder decoder) {
        SocketChannelConfig config = channel.config();
        config.setTcpNoDelay(true);
        config.setOption(ChannelOption.RECVBUF_ALLOCATOR, decoder.receiver());
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(1 << 15, 1 << 16));
    }

    /** Ends the threads, and waits until they have ended. */
    static void shutDown(EventLoopGroup group) {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    /** Sends; what fails ends the connection, and that is told to who needs to know. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void send(ChannelOutboundInvoker to, Message message) {
        to.writeAndFlush(message, to.voidPromise());
    }

    /** Sends, and then tells that the message's memory is free, whether it went out or not. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void send(ChannelOutboundInvoker to, Message message, Runnable sent) {
        to.writeAndFlush(message).addListener(_ -> sent.run());
    }

    /** Says why, and closes; a peer that takes nothing any more does not keep the connection so. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void refuse(Channel channel, Reason reason, @Nullable String text) {
        channel.writeAndFlush(new Message.Trouble(reason, String.valueOf(text)))
                .addListener(ChannelFutureListener.CLOSE);
        later(channel, LAST_WORD, () -> close(channel));
    }

    /** Runs {@code task} on the channel's event loop after a while. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void later(Channel channel, Duration after, Runnable task) {
        channel.eventLoop().schedule(task, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    static void close(ChannelOutboundInvoker channel) {
        channel.close();
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    static void onClose(Channel channel, Runnable closed) {
        channel.closeFuture().addListener(_ -> closed.run());
    }
}
