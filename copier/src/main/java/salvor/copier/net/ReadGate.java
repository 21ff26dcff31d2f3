package salvor.copier.net;

import io.netty.channel.Channel;
import java.util.EnumSet;

/** Whether a connection is read from: only while nothing speaks against it. Event loop only. */
final class ReadGate {

    /** What speaks against reading on. */
    enum Reason {
        /** No memory for the next block. */
        NO_BUFFER,
        /** Too many orders wait to be carried out. */
        QUEUE_FULL,
        /** The peer does not take its answers. */
        PEER_SLOW
    }

    private final Channel channel;
    private final EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);

    ReadGate(Channel channel) {
        this.channel = channel;
    }

    void set(Reason reason, boolean shut) {
        if (shut) {
            reasons.add(reason);
        } else {
            reasons.remove(reason);
        }
        channel.config().setAutoRead(reasons.isEmpty());
    }

    boolean isShut() {
        return !reasons.isEmpty();
    }
}
