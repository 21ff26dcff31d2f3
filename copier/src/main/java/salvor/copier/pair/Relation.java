package salvor.copier.pair;

import java.util.List;

/**
 * Bytes of several disks that are bound to each other.
 *
 * @param terms two or more
 * @param check what they must be to each other
 */
record Relation(List<Term> terms, Check check) {

    /**
     * @param disk its index
     * @param shift bytes from the position in question to the byte on this disk; may be negative
     */
    record Term(int disk, long shift) {}

    static Relation of(int a, long shiftOfA, int b, long shiftOfB) {
        return new Relation(List.of(new Term(a, shiftOfA), new Term(b, shiftOfB)), new Check.Xor());
    }

    /** Whether two terms must be equal. */
    boolean isOfCopies() {
        return check instanceof Check.Xor && terms.size() == 2;
    }

    List<Integer> disks() {
        return terms.stream().map(Term::disk).toList();
    }
}
