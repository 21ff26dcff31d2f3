package salvor.copier.pair;

import java.lang.foreign.MemorySegment;
import java.util.List;
import salvor.copier.compare.GaloisField;
import salvor.protocol.message.Extent;

/**
 * What the bytes of a relation's terms must be to each other. All is linear over {@link
 * GaloisField}: what holds for bytes holds for their linear hashes.
 */
sealed interface Check {

    /** Whether it asks the same of all bytes of an extent. */
    boolean isUniform(Extent extent);

    /**
     * Memories whose XOR is zero wherever the terms are what they must be.
     *
     * @param all the terms' bytes, readable up to a multiple of eight
     * @param from first byte in them, a multiple of eight
     * @param to the byte after the last
     * @param position of byte 0 on the disks
     * @param scratch as long as they are
     */
    List<MemorySegment> residue(
            List<MemorySegment> all, long from, long to, long position, MemorySegment scratch);

    /** Their XOR is zero: two are equal, more are a parity set. */
    record Xor() implements Check {

        @Override
        public boolean isUniform(Extent extent) {
            return true;
        }

        @Override
        public List<MemorySegment> residue(
                List<MemorySegment> all, long from, long to, long position, MemorySegment scratch) {
            return all;
        }
    }

    /**
     * P and Q of RAID6 are right; the terms are in the order of their roles.
     *
     * @param chunk bytes
     * @param origin position of the first stripe
     */
    record DoubleParity(ParityLayout layout, long chunk, long origin) implements Check {

        @Override
        public boolean isUniform(Extent extent) {
            return stripe(extent.start()) == stripe(extent.end() - 1);
        }

        private long stripe(long position) {
            return Math.floorDiv(position - origin, chunk);
        }

        @Override
        public List<MemorySegment> residue(
                List<MemorySegment> all, long from, long to, long position, MemorySegment scratch) {
            for (long at = from, end; at < to; at = end) {
                long stripe = stripe(position + at);
                end = Math.min(to, origin + (stripe + 1) * chunk - position);
                stripe(all, stripe, at, end, scratch);
            }
            return List.of(scratch);
        }

        /** The syndrome by Horner's rule, from the highest power down. */
        private void stripe(
                List<MemorySegment> all, long stripe, long from, long to, MemorySegment scratch) {
            int[] powers = layout.powers(stripe, all.size());
            MemorySegment p = all.get(layout.p(stripe, all.size()));
            MemorySegment q = all.get(layout.q(stripe, all.size()));
            for (long at = from; at < to; at += 8) {
                long xor = p.get(Words.LITTLE, at);
                long syndrome = 0;
                for (int power = powers.length - 1; power >= 0; power--) {
                    syndrome = GaloisField.twice(syndrome);
                    if (powers[power] >= 0) {
                        long word = all.get(powers[power]).get(Words.LITTLE, at);
                        xor ^= word;
                        syndrome ^= word;
                    }
                }
                scratch.set(Words.LITTLE, at, xor | (syndrome ^ q.get(Words.LITTLE, at)));
            }
        }
    }

    /**
     * The XOR of all but one is zero: RAID6 whose order is unknown. In each block the one that
     * leaves the fewest words is taken for the one that holds Q.
     */
    record AllButOne() implements Check {

        @Override
        public boolean isUniform(Extent extent) {
            return extent.length() <= Fingerprint.BLOCK;
        }

        @Override
        public List<MemorySegment> residue(
                List<MemorySegment> all, long from, long to, long position, MemorySegment scratch) {
            for (long at = from, end; at < to; at = end) {
                end = Math.min(to, (at / Fingerprint.BLOCK + 1) * Fingerprint.BLOCK);
                for (long i = at; i < end; i += 8) {
                    long xor = 0;
                    for (int k = 0; k < all.size(); k++) {
                        xor ^= all.get(k).get(Words.LITTLE, i);
                    }
                    scratch.set(Words.LITTLE, i, xor);
                }
                MemorySegment q = nearest(all, at, end, scratch);
                for (long i = at; i < end; i += 8) {
                    long rest = scratch.get(Words.LITTLE, i) ^ q.get(Words.LITTLE, i);
                    scratch.set(Words.LITTLE, i, rest);
                }
            }
            return List.of(scratch);
        }

        private static MemorySegment nearest(
                List<MemorySegment> all, long from, long to, MemorySegment xor) {
            MemorySegment nearest = all.getFirst();
            long fewest = Long.MAX_VALUE;
            for (MemorySegment member : all) {
                long differ = 0;
                for (long i = from; i < to && differ < fewest; i += 8) {
                    differ += member.get(Words.LITTLE, i) == xor.get(Words.LITTLE, i) ? 0 : 1;
                }
                if (differ < fewest) {
                    fewest = differ;
                    nearest = member;
                }
            }
            return nearest;
        }
    }
}
