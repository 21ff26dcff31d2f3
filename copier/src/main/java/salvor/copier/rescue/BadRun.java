package salvor.copier.rescue;

/**
 * A bad run beside an untried stretch, seen from the border between them.
 *
 * @param known bytes it has for certain; 0 where there is no bad run
 * @param border bytes from its far end to the border
 * @param met by a read out of sequence
 */
record BadRun(long known, long border, boolean met) {

    static final BadRun NONE = new BadRun(0, 0, false);

    boolean isNone() {
        return known == 0;
    }

    /** The chance that it still covers the byte {@code offset} bytes behind the border. */
    double covers(RunLengths lengths, long offset) {
        return isNone() ? 0 : lengths.chance(known, border + offset, met);
    }

    /** Of {@code length} bytes behind the border, how many it is expected to cover. */
    double expectedBad(RunLengths lengths, long length) {
        return isNone() ? 0 : lengths.expected(known, border, length, met);
    }

    /** Bytes of a stretch of {@code length} behind the border that it covers, if not all of it. */
    double expectedInside(RunLengths lengths, long length) {
        if (isNone()) {
            return 0;
        }
        double all = covers(lengths, length);
        double bytes = lengths.expected(known, border, length, met);
        return all > 0.999 ? length / 2.0 : Math.max(0, (bytes - length * all) / (1 - all));
    }
}
