package salvor.copier.pair;

/**
 * Samples that speak for a relation and against it. Samples that can do neither are not counted:
 * blank or dull ones that are equal, unreadable ones.
 */
record Agreement(long agree, long differ) {

    static final Agreement NONE = new Agreement(0, 0);
    static final Agreement YES = new Agreement(1, 0);
    static final Agreement NO = new Agreement(0, 1);

    /**
     * Samples below which there is not enough evidence. With 64, and 20 % of blocks equal by
     * chance, more than half agree once in 10^7.
     */
    static final int ENOUGH = 64;

    /** Above this a relation is believed to exist. */
    static final double ACCEPTED = 0.5;

    /** Above this it is certain: clones of one system, grown apart, seldom share so much. */
    static final double CERTAIN = 0.9;

    /** What explains more may agree this much less often. */
    private static final double NEARLY = 0.9;

    long samples() {
        return agree + differ;
    }

    /** 0 to 1; 0 without samples. */
    double ratio() {
        return samples() == 0 ? 0 : (double) agree / samples();
    }

    boolean isEnough() {
        return samples() >= ENOUGH;
    }

    boolean isAccepted() {
        return agree > 0 && ratio() > ACCEPTED;
    }

    /** Whether it is nearly as good as that of less, as that of a parity set without its Q. */
    boolean isNearly(Agreement other) {
        return ratio() >= NEARLY * other.ratio();
    }

    Agreement plus(Agreement other) {
        return new Agreement(agree + other.agree, differ + other.differ);
    }
}
