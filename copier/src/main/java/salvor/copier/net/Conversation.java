package salvor.copier.net;

import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import salvor.protocol.codec.Header;
import salvor.protocol.codec.WireException;
import salvor.protocol.message.Message;

/** What one side does on a connection once something is opened. Called on its event loop. */
interface Conversation {

    /** See {@link salvor.protocol.codec.Landing}. */
    default @Nullable ByteBuffer land(Header header) {
        throw new WireException("no " + header.type() + " was asked for");
    }

    /**
     * Takes a message.
     *
     * @throws WireException when it has no place here
     */
    void message(Message message);

    /** Whether the peer takes what it is sent has changed. */
    default void writable(Channel channel) {}

    /** The connection is gone; nothing lands any more. */
    void closed(IOException why);
}
