package salvor.copier.cli;

/**
 * Where {@code cmp} reads and writes.
 *
 * @param input descriptor of standard input
 * @param output descriptor of standard output
 * @param error descriptor of standard error
 */
record CmpStreams(int input, int output, int error) {

    /** The process's own. */
    static final CmpStreams PROCESS = new CmpStreams(0, 1, 2);
}
