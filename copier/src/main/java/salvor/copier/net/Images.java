package salvor.copier.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.DeviceException;
import salvor.copier.device.Errno;
import salvor.copier.device.FileStatus;
import salvor.copier.device.WritableFileDevice;
import salvor.copier.device.WriteClaim;
import salvor.protocol.message.Extent;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** The images that are being written, each by one session. */
final class Images implements AutoCloseable {

    /** Each has a file open. */
    private static final int SESSIONS_MAX = 256;

    /** Of a session that was given up for it: its link may have broken before the client heard. */
    private record Failure(UUID session, String why) {}

    private final Catalogue catalogue;
    private final UUID instance;
    private final Timing timing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final List<ImageSession> sessions = new ArrayList<>();
    private @Nullable Failure lastFailure;
    private boolean closed;

    Images(Catalogue catalogue, UUID instance, Timing timing) {
        this.catalogue = catalogue;
        this.instance = instance;
        this.timing = timing;
        Thread.ofVirtual().start(this::watch);
    }

    /** An image that nobody came back to is given up, so that others may have it. */
    private void watch() {
        lock.lock();
        try {
            while (!closed) {
                giveUpAbandoned();
                long ignored = changed.awaitNanos(timing.retry().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The session that {@code open} asks for, begun if need be. A client that was there before is
     * waited for a moment: its end may not have been noticed yet.
     *
     * @throws PeerException when the image is another client's, or may not be had
     */
    ImageSession session(Message.OpenImage open) throws PeerException, InterruptedException {
        String name = RemoteName.fromWire(open.name());
        lock.lock();
        try {
            long left = timing.release().toNanos();
            while (true) {
                Catalogue.Target target = catalogue.toWrite(name);
                ImageSession session = find(target.status());
                if (session == null) {
                    return begin(open, name, target);
                }
                if (session.id().equals(open.session())) {
                    return session;
                }
                if (!session.isLive()) {
                    sessions.remove(session);
                    session.close(Reason.IN_USE);
                } else if (left <= 0) {
                    throw new PeerException(
                            Reason.IN_USE,
                            name + ": in use by another client; wait for its end, or name another");
                } else {
                    left = changed.awaitNanos(left);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void giveUpAbandoned() {
        for (ImageSession session : List.copyOf(sessions)) {
            if (session.isAbandoned(timing.retry())) {
                sessions.remove(session);
                session.close(Reason.STOPPING);
                IOException why = session.failure();
                if (why != null) {
                    lastFailure = new Failure(session.id(), String.valueOf(why.getMessage()));
                }
            }
        }
    }

    private @Nullable ImageSession find(@Nullable FileStatus status) {
        for (ImageSession session : sessions) {
            if (session.isOf(status)) {
                return session;
            }
        }
        return null;
    }

    private ImageSession begin(Message.OpenImage open, String name, Catalogue.Target target)
            throws PeerException {
        Failure failure = lastFailure;
        if (failure != null && failure.session().equals(open.session())) {
            throw new PeerException(Reason.DEVICE, failure.why());
        }
        if (open.instance().equals(instance)) {
            throw new PeerException(
                    Reason.IN_USE,
                    name + ": another client has used it in the meantime; look what is in it");
        }
        FileStatus before = target.status();
        if (open.held() > 0 && before == null) {
            throw new PeerException(
                    Reason.NOT_FOUND,
                    name
                            + ": is not there, but the map says what it holds;"
                            + " put it back, or remove the map to begin anew");
        }
        if (before != null
                && before.kind() == FileStatus.Kind.REGULAR
                && before.size() < open.held()) {
            throw new PeerException(
                    Reason.DENIED,
                    name
                            + ": is shorter than what the map says it holds;"
                            + " put the whole one back, or remove the map to begin anew");
        }
        if (sessions.size() >= SESSIONS_MAX) {
            throw new PeerException(Reason.BUSY, "the server has no room for more images");
        }
        try {
            ImageSession session = begin(open, name, target.path(), target.companion(), before);
            sessions.add(session);
            return session;
        } catch (IOException e) {
            throw switch (e) {
                case PeerException peer -> peer;
                case DeviceException device when device.errno() == Errno.EBUSY ->
                        new PeerException(
                                Reason.IN_USE,
                                name
                                        + ": something uses it there, maybe as a source; wait for"
                                        + " its end, or name another");
                default -> new PeerException(Reason.DEVICE, String.valueOf(e.getMessage()));
            };
        }
    }

    private ImageSession begin(
            Message.OpenImage open,
            String name,
            String path,
            @Nullable String companion,
            @Nullable FileStatus before)
            throws IOException {
        boolean regular = before == null || before.kind() == FileStatus.Kind.REGULAR;
        long size = open.source().size();
        if (regular && before != null && before.size() > size) {
            throw new PeerException(
                    Reason.DENIED,
                    name + ": is there already and larger than the source; name another image");
        }
        WriteClaim claim = isFirstContact(open) ? WriteClaim.ALONE : WriteClaim.AMONG_READERS;
        WritableFileDevice device =
                regular
                        ? WritableFileDevice.create(path, size, claim)
                        : WritableFileDevice.open(path, claim);
        if (device.size() < size) {
            device.close();
            throw new PeerException(
                    Reason.DENIED, name + ": smaller than the source; name a larger one");
        }
        ImageRecord record =
                companion == null
                        ? null
                        : new ImageRecord(
                                companion,
                                DeviceFactsOf.identity(open.source()),
                                before != null && open.held() > 0);
        try {
            requireHeld(open, name, device, record);
        } catch (IOException | RuntimeException e) {
            device.close();
            throw e;
        }
        long previous = before == null ? -1 : regular ? before.size() : device.size();
        return new ImageSession(
                open.session(), previous, device.status(), device, record, this::linkEnded);
    }

    private static boolean isFirstContact(Message.OpenImage open) {
        return open.instance().equals(Message.NO_INSTANCE);
    }

    /** A client's first contact only: one that comes back after a loss was here before. */
    private static void requireHeld(
            Message.OpenImage open,
            String name,
            WritableFileDevice device,
            @Nullable ImageRecord record)
            throws IOException {
        if (record == null || !isFirstContact(open)) {
            return;
        }
        Extent wrong = record.firstWrong(device);
        if (wrong != null) {
            throw new PeerException(
                    Reason.DENIED,
                    name
                            + ": bytes "
                            + wrong.start()
                            + " to "
                            + wrong.end()
                            + " are not what was rescued; put the right image back, or remove the"
                            + " map to begin anew (only the image's .salvor at the server if it was"
                            + " changed on purpose)");
        }
    }

    private void linkEnded() {
        // A session's close waits for its links under the lock, so they must not wait for it.
        Thread.ofVirtual().start(this::signal);
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all sessions. */
    @Override
    public void close() {
        lock.lock();
        try {
            sessions.forEach(session -> session.close(Reason.STOPPING));
            sessions.clear();
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
