package salvor.copier.pair;

/**
 * Where the bytes of an array lie on its members: the arithmetic of md's {@code raid5.c} and {@code
 * raid10.c}. Positions count from the origin.
 *
 * @param members how many there are
 * @param chunk bytes
 */
record Stripes(Layout layout, int members, long chunk) {

    /** A place on a member. */
    record Place(int role, long position) {}

    /** How chunks go round. */
    sealed interface Layout permits Layout.Rows, ParityLayout {

        /**
         * RAID10 whose first copies lie in rows of one chunk a member; rows that hold copies lie
         * between them ({@code rowsApart} above 1, offset) or after all of them (1, far).
         */
        record Rows(int rowsApart) implements Layout {}
    }

    /** Where the byte at {@code offset} of the array lies. */
    Place locate(long offset) {
        long number = offset / chunk;
        long inside = offset % chunk;
        return switch (layout) {
            case Layout.Rows rows ->
                    new Place(
                            (int) (number % members),
                            number / members * rows.rowsApart() * chunk + inside);
            case ParityLayout parity -> {
                int data = members - parity.parities();
                long stripe = number / data;
                int role = parity.data(stripe, members, (int) (number % data));
                yield new Place(role, stripe * chunk + inside);
            }
        };
    }
}
