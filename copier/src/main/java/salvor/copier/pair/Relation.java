package salvor.copier.pair;

import java.util.List;

/**
 * Bytes of several disks whose XOR should be zero: two are then equal, more are a parity set.
 *
 * @param terms two or more
 */
record Relation(List<Term> terms) {

    /**
     * @param disk its index
     * @param shift bytes from the position in question to the byte on this disk; may be negative
     */
    record Term(int disk, long shift) {}

    static Relation of(int a, long shiftOfA, int b, long shiftOfB) {
        return new Relation(List.of(new Term(a, shiftOfA), new Term(b, shiftOfB)));
    }

    List<Integer> disks() {
        return terms.stream().map(Term::disk).toList();
    }
}
