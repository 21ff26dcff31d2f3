package salvor.copier.net;

import io.netty.channel.Channel;
import java.util.UUID;
import salvor.protocol.message.Message;

/**
 * A connection of a client that has opened something.
 *
 * @param instance the run of the server at its other end
 * @param answer what the server said when it opened
 */
record Link(Channel channel, UUID instance, Message answer) {

    void send(Message message) {
        Transport.send(channel, message);
    }

    /** Closes the connection and waits until nothing of it is under way. Not on an event loop. */
    void close() {
        channel.close().awaitUninterruptibly();
    }
}
