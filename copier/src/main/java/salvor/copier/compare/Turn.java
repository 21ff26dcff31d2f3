package salvor.copier.compare;

/** Lets workers that finish in any order speak in the order of their units. */
public final class Turn {

    private long current;
    private boolean stopped;

    /**
     * Waits until all units before {@code unit} have spoken.
     *
     * @return false when nobody is heard any more
     */
    synchronized boolean await(long unit) throws InterruptedException {
        while (current != unit && !stopped) {
            wait();
        }
        return !stopped;
    }

    /** The unit whose turn it is has spoken. */
    synchronized void pass() {
        current++;
        notifyAll();
    }

    /** Nothing that comes later matters. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized boolean isStopped() {
        return stopped;
    }
}
