package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Members of an array as md would have written them, made without the code under test. The data
 * begins at {@code origin} on each member.
 */
public final class TestArray {

    /** How the array is made. */
    public enum Kind {
        RAID1,
        NEAR,
        FAR,
        OFFSET,
        RAID5,
        RAID6
    }

    static final int BLOCK = 4096;

    /** All parity is on the last members, as in RAID4. */
    private static final int PARITY_LAST = 5;

    /** The same on the first ones. */
    private static final int PARITY_FIRST = 4;

    final Kind kind;
    final int level;
    final int layout;
    final int chunk;
    final int origin;
    public final List<byte[]> members = new ArrayList<>();
    private final int copies;
    private final int size;

    /**
     * One without content.
     *
     * @param copies of near, far and offset
     * @param layout md's number; of RAID5 0 to 5, of RAID6 8 to 10 and 16 to 20 too
     * @param size bytes of a member
     */
    public TestArray(
            Kind kind, int disks, int copies, int layout, int chunk, int origin, int size) {
        this.kind = kind;
        this.copies = copies;
        this.layout = layout;
        this.chunk = chunk;
        this.origin = origin;
        this.size = size;
        this.level =
                switch (kind) {
                    case RAID1 -> 1;
                    case NEAR, FAR, OFFSET -> 10;
                    case RAID5 -> 5;
                    case RAID6 -> 6;
                };
        for (int i = 0; i < disks; i++) {
            members.add(new byte[size]);
        }
    }

    /** A kind drawn at random, of 2 to 10 disks. */
    static TestArray random(Kind kind, int size, Random random) {
        int chunk = 4096 << random.nextInt(5);
        int origin = List.of(0, 65536, 131072).get(random.nextInt(3));
        int parity = random.nextInt(4);
        return switch (kind) {
            case RAID1 -> new TestArray(kind, 2 + random.nextInt(2), 1, 0, 0, origin, size);
            case NEAR -> {
                int copies = 2 + random.nextInt(2);
                int disks = copies * (2 + random.nextInt(2)) + random.nextInt(4) / 3;
                yield new TestArray(kind, disks, copies, 0x100 | copies, chunk, origin, size);
            }
            case FAR -> {
                int copies = 2 + random.nextInt(2);
                int disks = copies + 1 + random.nextInt(4);
                yield new TestArray(kind, disks, copies, copies << 8 | 1, chunk, origin, size);
            }
            case OFFSET -> {
                int disks = 3 + random.nextInt(4);
                yield new TestArray(kind, disks, 2, 0x10201, chunk, origin, size);
            }
            case RAID5 ->
                    new TestArray(kind, 3 + random.nextInt(5), 1, parity, chunk, origin, size);
            case RAID6 ->
                    new TestArray(kind, 4 + random.nextInt(5), 1, parity, chunk, origin, size);
        };
    }

    /** Bytes from a far copy to the next. */
    int stride() {
        return (size - origin) / chunk / copies * chunk;
    }

    /** What the array holds. */
    public interface Content {

        /** Fills {@code block} with what lies at {@code offset} of the array. */
        void read(long offset, byte[] block);
    }

    /** Bytes that the array has room for. */
    long capacity() {
        int unit = chunk == 0 ? BLOCK : chunk;
        int rows = (size - origin) / unit;
        int n = members.size();
        int units =
                switch (kind) {
                    case RAID1 -> rows;
                    case NEAR -> rows * n / copies;
                    case FAR, OFFSET -> rows / copies * n;
                    case RAID5 -> rows * (n - 1);
                    case RAID6 -> rows * (n - 2);
                };
        return (long) units * unit;
    }

    /** Fills the array: blocks of zeros at {@code zeros} of all, text or random bytes elsewhere. */
    TestArray fill(double zeros, Random random) {
        return fill((_, block) -> content(block, zeros, random));
    }

    /** Fills the array with {@code content}. */
    public TestArray fill(Content content) {
        byte[] block = new byte[BLOCK];
        int unit = chunk == 0 ? BLOCK : chunk;
        int rows = (size - origin) / unit;
        int n = members.size();
        switch (kind) {
            case RAID1 -> {
                for (int at = origin; at + BLOCK <= size; at += BLOCK) {
                    content.read(at - origin, block);
                    for (byte[] member : members) {
                        System.arraycopy(block, 0, member, at, BLOCK);
                    }
                }
            }
            case NEAR, FAR, OFFSET -> raid10(rows, n, content);
            case RAID5, RAID6 -> {
                for (int stripe = 0; stripe < rows; stripe++) {
                    parity(stripe, n, content);
                }
            }
        }
        return this;
    }

    private void raid10(int rows, int n, Content content) {
        byte[] block = new byte[BLOCK];
        long chunks =
                switch (kind) {
                    case NEAR -> (long) rows * n / copies;
                    case FAR -> (long) (rows / copies) * n;
                    default -> (long) (rows / copies) * n;
                };
        for (int number = 0; number < chunks; number++) {
            for (int in = 0; in < chunk; in += BLOCK) {
                content.read((long) number * chunk + in, block);
                for (int copy = 0; copy < copies; copy++) {
                    int slot = kind == Kind.NEAR ? number * copies + copy : number;
                    int disk = kind == Kind.NEAR ? slot % n : (number + copy) % n;
                    int row = slot / n;
                    int at =
                            switch (kind) {
                                case FAR -> row * chunk + copy * stride();
                                case OFFSET -> (row * copies + copy) * chunk;
                                default -> row * chunk;
                            };
                    System.arraycopy(block, 0, members.get(disk), origin + at + in, BLOCK);
                }
            }
        }
    }

    /** As raid5_compute_sector of drivers/md/raid5.c places them, case by case. */
    private void parity(int stripe, int n, Content content) {
        boolean isSix = kind == Kind.RAID6;
        boolean isOfDdf = layout >= 8 && layout <= 10;
        // A Q that stays on the last member stands beside a RAID5 of the others.
        boolean isAdded = layout >= 16;
        int round = isAdded ? n - 1 : n;
        int turn = (layout == 9 ? stripe + 1 : stripe) % round;
        int p =
                switch (layout) {
                    case PARITY_LAST -> n - (isSix ? 2 : 1);
                    case PARITY_FIRST, 20 -> 0;
                    case 0, 2, 9, 10, 16, 18 -> round - 1 - turn;
                    default -> turn;
                };
        int q = !isSix ? -1 : isAdded ? n - 1 : layout == 10 ? (p + n - 1) % n : (p + 1) % n;
        boolean isSymmetric = List.of(2, 3, 10, 18, 19).contains(layout);
        List<Integer> data = new ArrayList<>();
        for (int i = 1; i <= round; i++) {
            int role = isSymmetric ? (p + i) % round : i - 1;
            if (role != p && role != q) {
                data.add(role);
            }
        }
        byte[] block = new byte[BLOCK];
        for (int in = 0; in < chunk; in += BLOCK) {
            int at = origin + stripe * chunk + in;
            for (int i = 0; i < data.size(); i++) {
                int role = data.get(i);
                content.read(((long) stripe * data.size() + i) * chunk + in, block);
                System.arraycopy(block, 0, members.get(role), at, BLOCK);
                xor(members.get(p), at, block);
            }
            if (isSix) {
                // Coefficients count from the member after Q, in the order of roles; DDF's are the
                // roles.
                for (int i = 1, slot = 0; i < n; i++) {
                    int role = (q + i) % n;
                    if (role != p) {
                        addTimes(members.get(q), at, members.get(role), isOfDdf ? role : slot++);
                    }
                }
            }
        }
    }

    private static void xor(byte[] into, int at, byte[] block) {
        for (int i = 0; i < BLOCK; i++) {
            into[at + i] ^= block[i];
        }
    }

    private static void addTimes(byte[] into, int at, byte[] from, int power) {
        for (int i = 0; i < BLOCK; i++) {
            int value = from[at + i] & 0xFF;
            for (int k = 0; k < power; k++) {
                value = value << 1 ^ (value >> 7 == 1 ? 0x11D : 0);
            }
            into[at + i] ^= (byte) value;
        }
    }

    static void content(byte[] block, double zeros, Random random) {
        if (random.nextDouble() < zeros) {
            java.util.Arrays.fill(block, (byte) 0);
        } else if (random.nextBoolean()) {
            random.nextBytes(block);
        } else {
            for (int i = 0; i < BLOCK; i++) {
                block[i] = (byte) (' ' + random.nextInt(90));
            }
        }
    }

    /** Whether each chunk's copies lie on members of their own, as in several mirrors. */
    boolean isOfMirrors() {
        return members.size() % copies == 0;
    }

    /** Sets of members that belong together by content: pairs or triples of a near layout. */
    List<List<Integer>> sets() {
        List<List<Integer>> sets = new ArrayList<>();
        int together = kind == Kind.NEAR && isOfMirrors() ? copies : members.size();
        for (int i = 0; i < members.size(); i += together) {
            List<Integer> set = new ArrayList<>();
            for (int k = 0; k < together; k++) {
                set.add(i + k);
            }
            sets.add(set);
        }
        return sets;
    }
}
