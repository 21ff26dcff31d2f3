package salvor.copier.pair;

import java.util.List;

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
    sealed interface Layout {

        /**
         * RAID10 whose first copies lie in rows of one chunk a member; rows that hold copies lie
         * between them ({@code rowsApart} above 1, offset) or after all of them (1, far).
         */
        record Rows(int rowsApart) implements Layout {}

        /**
         * Parity that moves one member on with every stripe.
         *
         * @param parities 1 (RAID5) or 2 (RAID6: P, then Q on the next member)
         * @param isLeft from the last member to the first; else from the first to the last
         * @param isSymmetric data begins after the parity and goes round; else it fills the members
         *     from the first
         */
        record Parity(int parities, boolean isLeft, boolean isSymmetric) implements Layout {

            @Override
            public String name() {
                return (isLeft ? "left" : "right") + (isSymmetric ? "-symmetric" : "-asymmetric");
            }
        }

        /**
         * Parity that stays on the last members: RAID4. Parity on the first ones is the same in
         * another order.
         */
        record Dedicated(int parities) implements Layout {

            @Override
            public String name() {
                return "parity-last";
            }
        }

        /** As md calls it; nothing for rows, of which the name tells the copies. */
        default String name() {
            return "";
        }

        /** All that have so many parities. */
        static List<Layout> withParity(int parities) {
            return List.of(
                    new Parity(parities, true, true),
                    new Parity(parities, true, false),
                    new Parity(parities, false, true),
                    new Parity(parities, false, false),
                    new Dedicated(parities));
        }
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
            case Layout.Parity parity -> {
                int data = members - parity.parities();
                long stripe = number / data;
                int role = role(parity, stripe, (int) (number % data));
                yield new Place(role, stripe * chunk + inside);
            }
            case Layout.Dedicated dedicated -> {
                int data = members - dedicated.parities();
                yield new Place((int) (number % data), number / data * chunk + inside);
            }
        };
    }

    /** The roles that hold the parities of a stripe; {@code q} is {@code p} for RAID5. */
    record Parities(int p, int q) {}

    /**
     * Where the parities of {@code stripe} lie.
     *
     * @throws IllegalStateException if the layout has none
     */
    Parities parities(long stripe) {
        return switch (layout) {
            case Layout.Rows _ -> throw new IllegalStateException("a layout without parity");
            case Layout.Parity parity -> {
                int turn = (int) Math.floorMod(stripe, (long) members);
                int p = parity.isLeft() ? members - 1 - turn : turn;
                yield new Parities(p, (p + parity.parities() - 1) % members);
            }
            case Layout.Dedicated dedicated -> {
                int p = members - dedicated.parities();
                yield new Parities(p, members - 1);
            }
        };
    }

    private int role(Layout.Parity parity, long stripe, int data) {
        int p = parities(stripe).p();
        if (parity.isSymmetric()) {
            return (p + parity.parities() + data) % members;
        }
        if (parity.parities() == 2 && p == members - 1) {
            // Q has gone round to the first member.
            return data + 1;
        }
        return data < p ? data : data + parity.parities();
    }
}
