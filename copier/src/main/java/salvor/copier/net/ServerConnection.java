package salvor.copier.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import salvor.protocol.codec.FrameDecoder;
import salvor.protocol.codec.Header;
import salvor.protocol.codec.Landing;
import salvor.protocol.codec.Wire;
import salvor.protocol.codec.WireException;
import salvor.protocol.message.Authentication;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** The server's end of a connection: the handshake, the opening, then a service. */
final class ServerConnection extends SimpleChannelInboundHandler<Message> implements Landing {

    private enum State {
        STRANGER,
        GREETED,
        OPENING,
        SERVED
    }

    private final Services services;
    private final FrameDecoder decoder = new FrameDecoder(this);
    private State state = State.STRANGER;
    private @Nullable Conversation service;
    private @Nullable ReadGate gate;

    ServerConnection(Services services) {
        super(Message.class);
        this.services = services;
    }

    FrameDecoder decoder() {
        return decoder;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Runnable check =
                () -> {
                    if (state == State.STRANGER || state == State.GREETED) {
                        Transport.close(ctx);
                    }
                };
        Transport.later(ctx.channel(), services.timing().open(), check);
    }

    @Override
    public @Nullable ByteBuffer land(Header header) {
        if (service == null) {
            throw new WireException("data before anything was opened");
        }
        return service.land(header);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Message message) {
        switch (state) {
            case STRANGER -> greet(ctx, message);
            case GREETED -> open(ctx, message);
            case OPENING -> requirePing(message);
            case SERVED -> {
                if (service != null && !(message instanceof Message.Ping)) {
                    service.message(message);
                }
            }
        }
    }

    private void greet(ChannelHandlerContext ctx, Message message) {
        if (!(message instanceof Message.Hello hello)) {
            // Who does not greet is told nothing.
            Transport.close(ctx);
            return;
        }
        if (hello.version() != Wire.VERSION) {
            refuse(ctx, Reason.VERSION, "this server speaks version " + Wire.VERSION);
        } else if (hello.authentication() != Authentication.NONE) {
            refuse(ctx, Reason.NOT_TRUSTED, "this server knows no such authentication");
        } else {
            state = State.GREETED;
            Transport.send(
                    ctx,
                    new Message.Welcome(
                            Wire.VERSION,
                            hello.features() & Wire.FEATURES,
                            Authentication.NONE,
                            services.instance()));
        }
    }

    private void open(ChannelHandlerContext ctx, Message message) {
        requireOpening(message);
        state = State.OPENING;
        ReadGate reading = new ReadGate(ctx.channel());
        gate = reading;
        Runnable resume = () -> resume(ctx);
        Thread.ofPlatform()
                .daemon()
                .name("open")
                .start(
                        () -> {
                            try {
                                Services.Opened opened =
                                        services.open(message, ctx.channel(), reading, resume);
                                ctx.executor().execute(() -> serve(ctx, opened));
                            } catch (PeerException e) {
                                refuse(ctx, e.reason(), String.valueOf(e.getMessage()));
                            } catch (InterruptedException | RuntimeException | Error e) {
                                refuse(ctx, Reason.DEVICE, "internal error in the server: " + e);
                            }
                        });
    }

    private static void requireOpening(Message message) {
        if (!(message instanceof Message.OpenExport) && !(message instanceof Message.OpenImage)) {
            requirePing(message);
        }
    }

    private static void requirePing(Message message) {
        if (!(message instanceof Message.Ping)) {
            throw new WireException("a message out of place");
        }
    }

    private void serve(ChannelHandlerContext ctx, Services.Opened opened) {
        if (!ctx.channel().isActive()) {
            opened.service().closed(new IOException("the client left"));
            return;
        }
        service = opened.service();
        state = State.SERVED;
        Transport.send(ctx, opened.answer());
    }

    private void resume(ChannelHandlerContext ctx) {
        try {
            decoder.resume(ctx.pipeline().context(decoder));
        } catch (Exception e) {
            exceptionCaught(ctx, e);
        }
    }

    private static void refuse(ChannelHandlerContext ctx, Reason reason, String text) {
        Transport.refuse(ctx.channel(), reason, text);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (service != null) {
            service.writable(ctx.channel());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent idle && state == State.SERVED) {
            if (idle.state() == IdleState.WRITER_IDLE) {
                Transport.send(ctx, new Message.Ping());
            } else if (gate != null && !gate.isShut()) {
                Transport.close(ctx);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (state == State.STRANGER || !(cause instanceof DecoderException)) {
            Transport.close(ctx);
        } else {
            refuse(ctx, Reason.PROTOCOL, String.valueOf(cause.getMessage()));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Conversation served = service;
        service = null;
        if (served != null) {
            served.closed(new IOException("the client left"));
        }
    }
}
