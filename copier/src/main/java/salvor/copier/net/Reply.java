package salvor.copier.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import salvor.protocol.codec.Header;
import salvor.protocol.codec.WireException;
import salvor.protocol.message.Message;

/** One answer that is waited for. An answer may be asked for again on another link. */
abstract class Reply<T> {

    private CompletableFuture<T> answer = new CompletableFuture<>();

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

    /** Makes ready to be asked for again. */
    void reset() {
        answer = new CompletableFuture<>();
    }

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
