package salvor.copier.transfer;

import java.util.List;
import salvor.copier.device.Device;
import salvor.copier.device.Identity;
import salvor.copier.map.Proof;

/** Tells whether a device is the one that a rescue reads, or another of the same size. */
final class Recognition {

    /** What a look at a device gave. */
    enum Verdict {
        SAME,
        OTHER_IDENTITY,
        OTHER_BYTES,
        /** Nothing speaks for it; it may not be ready yet. */
        UNKNOWN
    }

    private Recognition() {}

    /**
     * Compares what the system knows of both, then bytes that were read earlier. A serial number is
     * enough where no bytes can be compared; many bridges and every loop device have none.
     *
     * @param known bytes of the device that was there, not all zero
     */
    static Verdict of(Device candidate, Identity wanted, List<Proof.Checksum> known) {
        Identity identity = candidate.identity();
        if (!identity.matches(wanted)) {
            return Verdict.OTHER_IDENTITY;
        }
        boolean sameBytes = false;
        try (ProofReader reader = new ProofReader(candidate)) {
            for (Proof.Checksum proof : known) {
                switch (reader.compare(proof)) {
                    case SAME -> sameBytes = true;
                    case DIFFERENT -> {
                        return Verdict.OTHER_BYTES;
                    }
                    case UNREADABLE -> {}
                }
            }
        }
        return sameBytes || sameNumber(identity, wanted) ? Verdict.SAME : Verdict.UNKNOWN;
    }

    private static boolean sameNumber(Identity one, Identity other) {
        return (!one.serial().isEmpty() && one.serial().equals(other.serial()))
                || (!one.unique().isEmpty() && one.unique().equals(other.unique()));
    }
}
