package salvor.copier.pair;

import java.util.List;
import java.util.Optional;

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

            /** The one that md calls {@code name}, if it is one of the four common ones. */
            static Optional<Parity> named(String name, int parities) {
                for (boolean isLeft : List.of(true, false)) {
                    for (boolean isSymmetric : List.of(true, false)) {
                        Parity parity = new Parity(parities, isLeft, isSymmetric);
                        if (parity.layoutName().equals(name)) {
                            return Optional.of(parity);
                        }
                    }
                }
                return Optional.empty();
            }

            String layoutName() {
                return (isLeft ? "left" : "right") + (isSymmetric ? "-symmetric" : "-asymmetric");
            }
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
        if (!(layout instanceof Layout.Parity parity)) {
            throw new IllegalStateException("a layout without parity");
        }
        int turn = (int) Math.floorMod(stripe, (long) members);
        int p = parity.isLeft() ? members - 1 - turn : turn;
        return new Parities(p, (p + parity.parities() - 1) % members);
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
