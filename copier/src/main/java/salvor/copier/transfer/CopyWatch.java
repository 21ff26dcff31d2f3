package salvor.copier.transfer;

import salvor.protocol.message.Extent;

/** Is told what becomes of the copies that a rescue reads. Calls may come from any thread. */
public interface CopyWatch {

    /** What a copy is read for. */
    enum Purpose {
        /** What is not rescued yet. */
        RESCUE,
        /** Whether it is the same as what was rescued. */
        COMPARE,
        /** What nobody could read. */
        FILL
    }

    /** A copy other than the source is read from now on. */
    void reading(String copy, Purpose purpose);

    /** It left or answers nothing; the rescue goes on without it. */
    void lost(String copy);

    /** The older copy has another size; it fills what both have. */
    void otherSize(String older, long size, long sourceSize);

    /** Nothing could be compared: whether it is a mirror is not known. */
    void unproven(String mirror);

    /** Bytes that were rescued, and that the mirror gives too, and not the same. */
    void differs(String mirror, Extent extent);
}
