package salvor.copier.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import salvor.protocol.codec.WireException;
import salvor.protocol.message.Message;

/** What one link of a session tells the exchange. */
final class ImageLink implements Conversation {

    private final Exchange exchange;
    private final Slot slot;

    /** Set when the link gets its slot; guarded by the exchange's lock. */
    @Nullable Link link;

    /** Why it ended, if it did; guarded by the exchange's lock. */
    @Nullable IOException ended;

    ImageLink(Exchange exchange, Slot slot) {
        this.exchange = exchange;
        this.slot = slot;
    }

    Slot slot() {
        return slot;
    }

    @Override
    public void message(Message message) {
        switch (message) {
            case Message.Written(var id) -> exchange.written(this, id);
            case Message.Forced(var id) -> exchange.forced(this, id);
            default -> throw new WireException("a message out of place");
        }
    }

    @Override
    public void closed(IOException why) {
        exchange.closed(this, why);
    }
}
