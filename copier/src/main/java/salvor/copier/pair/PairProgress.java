package salvor.copier.pair;

/** Hears how far the work is; from several threads. */
public interface PairProgress {

    /** Listens to nothing. */
    PairProgress SILENT =
            new PairProgress() {
                @Override
                public void sampled(long bytes) {}

                @Override
                public void confirmed(long windows, long total) {}
            };

    /** So many bytes of each disk were sampled. */
    void sampled(long bytes);

    /** So many windows of all were compared. */
    void confirmed(long windows, long total);
}
