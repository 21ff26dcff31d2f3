package salvor.copier.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import salvor.protocol.codec.Header;
import salvor.protocol.codec.Landing;
import salvor.protocol.codec.Wire;
import salvor.protocol.codec.WireException;
import salvor.protocol.message.Authentication;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** The client's end of a connection: greets, opens, then hands over to the conversation. */
final class ClientConnection extends SimpleChannelInboundHandler<Message> implements Landing {

    private final String server;
    private final Message open;
    private final Conversation conversation;
    private final CompletableFuture<Link> opened = new CompletableFuture<>();
    private @Nullable UUID instance;
    private long features;
    private @Nullable IOException why;

    ClientConnection(String server, Message open, Conversation conversation) {
        super(Message.class);
        this.server = server;
        this.open = open;
        this.conversation = conversation;
    }

    /** Done when the server has opened what was asked for, or has refused. */
    CompletableFuture<Link> opened() {
        return opened;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Transport.send(ctx, new Message.Hello(Wire.VERSION, Wire.FEATURES, Authentication.NONE));
    }

    @Override
    public @Nullable ByteBuffer land(Header header) {
        if (!opened.isDone()) {
            throw new WireException("data before anything was opened");
        }
        return conversation.land(header);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Message message) {
        switch (message) {
            case Message.Trouble(var reason, var text) -> {
                why = new PeerException(reason, server + ": " + printable(text));
                Transport.close(ctx);
            }
            case Message.Ping _ -> {}
            case Message.Welcome welcome when instance == null -> welcome(ctx, welcome);
            default -> {
                if (opened.isDone()) {
                    conversation.message(message);
                } else {
                    opened(ctx, message);
                }
            }
        }
    }

    private void welcome(ChannelHandlerContext ctx, Message.Welcome welcome) {
        if (welcome.version() != Wire.VERSION) {
            throw new WireException("the server speaks version " + welcome.version());
        }
        if (welcome.authentication() != Authentication.NONE) {
            throw new WireException("the server asks for an authentication unknown here");
        }
        instance = welcome.instance();
        features = welcome.features() & Wire.FEATURES;
        Transport.send(ctx, open);
    }

    private void opened(ChannelHandlerContext ctx, Message message) {
        UUID known = instance;
        boolean answers = message instanceof Message.ExportOpened;
        answers |= message instanceof Message.ImageOpened;
        if (known == null || !answers) {
            throw new WireException("a message out of place");
        }
        opened.complete(new Link(ctx.channel(), known, features, message));
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        conversation.writable(ctx.channel());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.WRITER_IDLE && opened.isDone()) {
                Transport.send(ctx, new Message.Ping());
            } else if (idle.state() == IdleState.READER_IDLE) {
                why = new IOException(server + ": the server does not answer any more");
                Transport.close(ctx);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (why == null) {
            why =
                    cause instanceof IOException
                            ? new IOException(server + ": " + cause.getMessage(), cause)
                            : new PeerException(
                                    Reason.PROTOCOL, server + ": " + cause.getMessage(), cause);
        }
        Transport.close(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        IOException end = why;
        if (end == null) {
            String advice =
                    opened.isDone() ? "" : "; is it salvor serve, and has it room for one more?";
            end = new IOException(server + ": the server closed the connection" + advice);
        }
        if (!opened.completeExceptionally(end) && !opened.isCompletedExceptionally()) {
            conversation.closed(end);
        }
    }

    /** What a stranger says is shown to a person, whose terminal must take no orders from it. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
