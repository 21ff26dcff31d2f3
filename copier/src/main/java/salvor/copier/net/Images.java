package salvor.copier.net;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.DeviceException;
import salvor.copier.device.FileStatus;
import salvor.copier.device.WritableFileDevice;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** The images that are being written, each by one session. */
final class Images implements AutoCloseable {

    private final Catalogue catalogue;
    private final UUID instance;
    private final Timing timing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<ImageSession> sessions = new ArrayList<>();

    Images(Catalogue catalogue, UUID instance, Timing timing) {
        this.catalogue = catalogue;
        this.instance = instance;
        this.timing = timing;
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
        if (open.instance().equals(instance)) {
            throw new PeerException(
                    Reason.IN_USE,
                    name + ": another client has used it in the meantime; look what is in it");
        }
        FileStatus before = target.status();
        long size = open.source().size();
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
        try {
            ImageSession session = open(open.session(), name, target.path(), before, size);
            sessions.add(session);
            return session;
        } catch (DeviceException e) {
            throw new PeerException(Reason.DEVICE, String.valueOf(e.getMessage()));
        }
    }

    private ImageSession open(
            UUID id, String name, String path, @Nullable FileStatus before, long size)
            throws DeviceException, PeerException {
        boolean regular = before == null || before.kind() == FileStatus.Kind.REGULAR;
        if (regular && before != null && before.size() > size) {
            throw new PeerException(
                    Reason.DENIED,
                    name + ": is there already and larger than the source; name another image");
        }
        WritableFileDevice device =
                regular ? WritableFileDevice.create(path, size) : WritableFileDevice.open(path);
        if (device.size() < size) {
            device.close();
            throw new PeerException(
                    Reason.DENIED, name + ": smaller than the source; name a larger one");
        }
        long previous = before == null ? -1 : regular ? before.size() : device.size();
        return new ImageSession(id, previous, device.status(), device, this::linkEnded);
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
        } finally {
            lock.unlock();
        }
    }
}
