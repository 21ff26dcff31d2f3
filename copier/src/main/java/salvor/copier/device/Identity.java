package salvor.copier.device;

/**
 * What tells a drive from another of the same size. A text is empty where the system does not know.
 *
 * @param size bytes
 * @param model the vendor's words
 * @param serial the vendor's serial number
 * @param unique a name meant to be unique in the world (WWN, NQN, file system's inode of an image)
 * @param partitionStart bytes from the start of the disk that this partition begins at; 0 for a
 *     whole disk
 */
public record Identity(long size, String model, String serial, String unique, long partitionStart) {

    /** An identity of which only the size is known. */
    public static Identity ofSize(long size) {
        return new Identity(size, "", "", "", 0);
    }

    /** Whether anything but the size is known. */
    public boolean isTelling() {
        return !model.isEmpty() || !serial.isEmpty() || !unique.isEmpty();
    }

    /**
     * Whether nothing speaks against these two being the same device. What one side does not know
     * is no contradiction.
     */
    public boolean matches(Identity other) {
        return size == other.size
                && partitionStart == other.partitionStart
                && agree(model, other.model)
                && agree(serial, other.serial)
                && agree(unique, other.unique);
    }

    private static boolean agree(String here, String there) {
        return here.isEmpty() || there.isEmpty() || here.equals(there);
    }
}
