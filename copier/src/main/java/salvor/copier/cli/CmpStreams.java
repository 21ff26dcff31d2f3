package salvor.copier.cli;

/**
 * Where {@code cmp} reads and writes.
 *
 * @param input descriptor of standard input
 * @param output descriptor of standard output
 * @param error descriptor of standard error
 */
record CmpStreams(int input, int output, int error) {

    /**
     * The process's own. The launcher sees to it that none of them is closed, or a file that the
     * JVM opens for itself would get its number.
     */
    static CmpStreams process() {
        return new CmpStreams(0, 1, 2);
    }
}
