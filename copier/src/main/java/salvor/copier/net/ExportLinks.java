package salvor.copier.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import salvor.protocol.codec.Header;
import salvor.protocol.codec.WireException;
import salvor.protocol.message.Access;
import salvor.protocol.message.DeviceFacts;
import salvor.protocol.message.Message;
import salvor.protocol.message.Reason;

/** The link to an export, one after the other, and the answers that are waited for on it. */
final class ExportLinks {

    /** One link's answers; what waits when it is lost is told so. */
    private static final class Waiting implements Conversation {

        private final Map<Long, Reply<?>> replies = new HashMap<>();
        private @Nullable IOException ended;

        /**
         * Questions under way, at most. On a link that follows a loss it is one, and one more for
         * each answer: were all asked at once, a link that is soon cut again might never carry
         * anything else.
         */
        private int most;

        Waiting(int most) {
            this.most = most;
        }

        /** Notes who waits for the answer; false while others have to have theirs first. */
        synchronized boolean add(long id, Reply<?> reply) throws IOException {
            if (ended != null) {
                throw ended;
            }
            if (replies.size() >= most) {
                return false;
            }
            replies.put(id, reply);
            return true;
        }

        /** As {@link #add}, when it is his turn; whatever interrupts, as for the answer itself. */
        synchronized void addInTurn(long id, Reply<?> reply) throws IOException {
            boolean interrupted = false;
            try {
                while (!add(id, reply)) {
                    try {
                        wait();
                    } catch (InterruptedException _) {
                        interrupted = true;
                    }
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        /** Why no answer comes any more; null while the link is there. */
        synchronized @Nullable IOException ended() {
            return ended;
        }

        @Override
        public synchronized ByteBuffer land(Header header) {
            Reply<?> reply = replies.get(header.id());
            if (reply == null) {
                throw new WireException("an answer that nobody asked for");
            }
            return reply.land(header);
        }

        @Override
        public void message(Message message) {
            if (!(message instanceof Message.Answer answer)) {
                throw new WireException("a message out of place");
            }
            Reply<?> reply;
            synchronized (this) {
                reply = replies.get(answer.id());
            }
            if (reply == null) {
                throw new WireException("an answer that nobody asked for");
            }
            reply.message(answer);
            synchronized (this) {
                replies.remove(answer.id());
                most = Math.min(most + 1, UNDER_WAY_MAX);
                notifyAll();
            }
        }

        @Override
        public synchronized void closed(IOException why) {
            ended = why;
            replies.values().forEach(reply -> reply.fail(why));
            replies.clear();
            notifyAll();
        }
    }

    private record Open(Link link, Waiting waiting) {}

    /** Answers in a row that broke the rules, after which the server is not believed any more. */
    private static final int BROKEN_MAX = 5;

    /** As many as a server allows. */
    private static final int UNDER_WAY_MAX = 128;

    private final Dialer dialer;
    private final Message.OpenExport open;
    private final DeviceFacts facts;
    private final Patience patience;
    private final ReentrantLock dialing = new ReentrantLock();
    private volatile Open current;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    ExportLinks(Dialer dialer, RemoteName name, Access access) throws IOException {
        this.dialer = dialer;
        patience = dialer.patience();
        open = new Message.OpenExport(name.onWire(), access);
        Waiting waiting = new Waiting(UNDER_WAY_MAX);
        current = new Open(dialer.dial(open, waiting), waiting);
        facts = facts(current.link());
    }

    DeviceFacts facts() {
        return facts;
    }

    private static DeviceFacts facts(Link link) throws IOException {
        if (link.answer() instanceof Message.ExportOpened(DeviceFacts facts)) {
            return facts;
        }
        throw new PeerException(Reason.PROTOCOL, "the server opened something else");
    }

    /** A question that is asked again when a link is lost. To be awaited once. */
    final class Question<T> {
        private final long id;
        private final Reply<T> reply;
        private boolean sent;

        private Question(long id, Reply<T> reply) {
            this.id = id;
            this.reply = reply;
        }

        /** Sends it, if there is a link where that need not be waited for. */
        private void trySend(Open open) {
            try {
                sent = open.waiting().add(id, reply);
                if (sent) {
                    open.link().send(reply.question(id));
                }
            } catch (IOException _) {
                // The link is lost; who waits makes another.
            }
        }

        private void send(Open open) throws IOException {
            open.waiting().addInTurn(id, reply);
            open.link().send(reply.question(id));
        }

        /**
         * Waits for the answer.
         *
         * @throws IOException when the server is gone for good, or has another device now
         */
        T await() throws IOException {
            for (int broken = 0; ; ) {
                try {
                    if (!sent) {
                        send(current());
                    }
                    sent = true;
                    T answer = reply.await();
                    patience.answered();
                    return answer;
                } catch (IOException e) {
                    if (closed
                            || failure != null
                            || isFinal(e)
                            || (isBroken(e) && ++broken >= BROKEN_MAX)) {
                        throw e;
                    }
                    if (sent) {
                        sent = false;
                        reply.reset();
                    }
                }
            }
        }
    }

    /** Asks, and leaves waiting for the answer to the caller. */
    <T> Question<T> begin(long id, Reply<T> reply) {
        Question<T> question = new Question<>(id, reply);
        question.trySend(current);
        return question;
    }

    /** Asks, and waits for the answer, as {@link Question#await} does. */
    <T> T ask(long id, Reply<T> reply) throws IOException {
        return new Question<>(id, reply).await();
    }

    private static boolean isBroken(IOException e) {
        return e instanceof PeerException peer && peer.reason() == Reason.PROTOCOL;
    }

    private static boolean isFinal(IOException e) {
        return e instanceof PeerException peer && !peer.reason().isPassing() && !isBroken(e);
    }

    private Open current() throws IOException {
        dialing.lock();
        try {
            IOException known = failure;
            if (known != null) {
                throw known;
            }
            IOException loss = current.waiting().ended();
            if (loss != null) {
                current = redial(loss);
            }
            return current;
        } catch (IOException e) {
            failure = e;
            throw e;
        } finally {
            dialing.unlock();
        }
    }

    private Open redial(IOException loss) throws IOException {
        // Each attempt is given the same waiting room: a link that failed to open never used it.
        Waiting waiting = new Waiting(1);
        Link made = dialer.redial(loss, patience, () -> open, waiting, () -> closed);
        Open next = new Open(made, waiting);
        if (!facts(next.link()).equals(facts)) {
            next.link().close();
            throw new PeerException(Reason.NOT_FOUND, "the server has another device there now");
        }
        return next;
    }

    void close() {
        closed = true;
        current.link().close();
    }
}
