package salvor.copier.net;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import salvor.copier.device.ClaimedDevice;
import salvor.copier.device.Device;
import salvor.protocol.message.Access;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** Begins what a client asks for. */
final class Services implements AutoCloseable {

    /** Each service has some megabytes of buffers. */
    private static final int SERVICES_MAX = 32;

    /**
     * A service that has begun.
     *
     * @param answer what the client is to be told
     */
    record Opened(Conversation service, Message answer) {}

    private final UUID instance = UUID.randomUUID();
    private final ServerOptions options;
    private final Catalogue catalogue;
    private final Images images;
    private final AtomicInteger count = new AtomicInteger();

    Services(ServerOptions options) {
        this.options = options;
        catalogue = new Catalogue(options);
        images = new Images(catalogue, instance, options.timing());
    }

    UUID instance() {
        return instance;
    }

    Timing timing() {
        return options.timing();
    }

    /** Opens; may take long. Not on an event loop. */
    Opened open(Message message, Channel channel, ReadGate gate, Runnable resume)
            throws PeerException, InterruptedException {
        if (count.incrementAndGet() > SERVICES_MAX) {
            count.decrementAndGet();
            throw new PeerException(Reason.BUSY, "the server has no room for more connections");
        }
        Transport.onClose(channel, count::decrementAndGet);
        return switch (message) {
            case Message.OpenExport(var name, var access) -> export(name, access, channel, gate);
            case Message.OpenImage open -> image(open, channel, gate, resume);
            default -> throw new PeerException(Reason.PROTOCOL, "a message out of place");
        };
    }

    private Opened export(String wireName, Access access, Channel channel, ReadGate gate)
            throws PeerException {
        String name = RemoteName.fromWire(wireName);
        String path = catalogue.toRead(name);
        try {
            Device device = ClaimedDevice.orPlain(options.opener().open(path, access), path);
            return new Opened(
                    new ExportService(channel, gate, device, access),
                    new Message.ExportOpened(DeviceFactsOf.device(device)));
        } catch (IOException e) {
            throw new PeerException(Reason.NOT_FOUND, String.valueOf(e.getMessage()));
        }
    }

    private Opened image(Message.OpenImage open, Channel channel, ReadGate gate, Runnable resume)
            throws PeerException, InterruptedException {
        ImageSession session = images.session(open);
        ImageService service =
                session.attach(
                        open,
                        () -> new ImageService(channel, gate, resume, session, open.blockLength()));
        return new Opened(service, new Message.ImageOpened(session.previousSize()));
    }

    /** Ends all sessions; what was written and not forced may be lost with the machine. */
    @Override
    public void close() {
        images.close();
    }
}
