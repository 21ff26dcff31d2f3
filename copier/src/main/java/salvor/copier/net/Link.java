package salvor.copier.net;

import io.netty.channel.Channel;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import salvor.protocol.codec.Wire;
import salvor.protocol.message.Message;

/**
 * A connection of a client that has opened something.
 *
 * @param instance the run of the server at its other end
 * @param features those that both sides understand
 * @param answer what the server said when it opened
 */
record Link(Channel channel, UUID instance, long features, Message answer) {

    void send(Message message) {
        Transport.send(channel, message);
    }

    /**
     * The last word on it. A server that understands it closes the connection as soon as it has
     * given up what was opened; with others it ends here.
     */
    void farewell() {
        if ((features & Wire.FEATURE_FAREWELL) == 0) {
            Transport.close(channel);
        } else {
            send(new Message.Farewell());
        }
    }

    /** Waits until the connection has ended, or that long. Not on an event loop. */
    void awaitEnd(long nanos) {
        channel.closeFuture().awaitUninterruptibly(nanos, TimeUnit.NANOSECONDS);
    }

    /** Closes the connection and waits until nothing of it is under way. Not on an event loop. */
    void close() {
        channel.close().awaitUninterruptibly();
    }
}
