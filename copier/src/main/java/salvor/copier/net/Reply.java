package salvor.copier.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import salvor.protocol.codec.Header;
import salvor.protocol.codec.WireException;
import salvor.protocol.message.Message;

/**
 * One answer that is waited for. When its link is lost, it is asked for again on another: where
 * that is possible, less of it, for a link that is cut again and again lets through only what is
 * short.
 */
abstract class Reply<T> {

    private CompletableFuture<T> answer = new CompletableFuture<>();

    /** What to ask. */
    abstract Message question(long id);

    /** Where the bytes of the answer go. */
    ByteBuffer land(Header header) {
        throw new WireException("no " + header.type() + " was asked for");
    }

    /**
     * Makes the answer of a message; on the event loop.
     *
     * @throws WireException when it is none
     */
    abstract T answer(Message message);

    void message(Message message) {
        answer.complete(answer(message));
    }

    void fail(IOException why) {
        answer.completeExceptionally(why);
    }

    /** Makes ready to be asked for again, and for less of it from now on. */
    void reset() {
        answer = new CompletableFuture<>();
        shrink();
    }

    /** Makes the question ask for less, if it can. */
    void shrink() {}

    /**
     * Waits, whatever interrupts: memory may be written until the answer is there.
     *
     * @throws IOException when the link was lost before
     */
    T await() throws IOException {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }
}
