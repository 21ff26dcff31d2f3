package salvor.copier.compare;

/** One worker's next piece of work; filled again and again. */
final class Unit {

    /** Counts from 0; units are published in this order. */
    long index;

    long position;
    int length;
}
