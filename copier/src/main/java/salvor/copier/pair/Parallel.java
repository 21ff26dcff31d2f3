package salvor.copier.pair;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same work for several numbers at once, each in a thread of its own. */
final class Parallel {

    private Parallel() {}

    /** Work for one number. */
    @FunctionalInterface
    interface Work {
        void run(int number) throws IOException;
    }

    /**
     * Returns when all are done.
     *
     * @throws IOException the first failure, after all have ended; also when interrupted
     */
    static void run(int count, Work work) throws IOException {
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, count))) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(
                        threads.submit(
                                () -> {
                                    work.run(number);
                                    return null;
                                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
