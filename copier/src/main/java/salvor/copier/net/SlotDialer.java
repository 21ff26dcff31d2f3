package salvor.copier.net;

import java.io.IOException;
import java.util.UUID;
import java.util.function.Function;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** Makes the links of a session's slots, and makes them again when they were lost. */
final class SlotDialer {

    private final Exchange exchange;
    private final Dialer dialer;
    private final Function<Opening, Message.OpenImage> opening;

    /** What differs from one connection of the session to another. */
    record Opening(int slot, int attempt, UUID instance) {}

    /**
     * @param opening makes the word that opens the image
     */
    SlotDialer(Exchange exchange, Dialer dialer, Function<Opening, Message.OpenImage> opening) {
        this.exchange = exchange;
        this.dialer = dialer;
        this.opening = opening;
    }

    /** A slot that has no link yet. */
    Slot slot(int number) {
        return new Slot(number, dialer.patience());
    }

    /** The first contact; one attempt. */
    Message.ImageOpened dial(Slot slot) throws IOException {
        ImageLink made = new ImageLink(exchange, slot);
        Link link = dialer.dial(open(slot), made);
        if (!(link.answer() instanceof Message.ImageOpened answer)) {
            throw new PeerException(Reason.PROTOCOL, "the server opened something else");
        }
        exchange.attach(made, link);
        return answer;
    }

    /**
     * Begins to try until there is a link again, or the exchange is told that there will be none.
     */
    void redial(Slot slot, IOException why) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            ImageLink made = new ImageLink(exchange, slot);
                            try {
                                exchange.attach(made, attempts(slot, why, made));
                            } catch (IOException e) {
                                exchange.lost(e);
                            }
                        });
    }

    private Link attempts(Slot slot, IOException why, ImageLink made) throws IOException {
        return dialer.redial(why, slot.patience, () -> open(slot), made, exchange::isOver);
    }

    private Message.OpenImage open(Slot slot) {
        return opening.apply(new Opening(slot.number, ++slot.attempt, exchange.instance()));
    }
}
