package salvor.copier.device;

/**
 * A file or a block device, whatever path leads to it.
 *
 * @param device for a file, the file system it lies on; for a block device, the device itself; as
 *     {@code major << 32 | minor}
 * @param inode the file's number there; 0 for a block device
 */
public record Storage(long device, long inode) {

    static Storage block(long numbers) {
        return new Storage(numbers, 0);
    }

    /**
     * @param numbers as sysfs writes them: {@code 7:0}
     */
    static Storage block(String numbers) {
        int colon = numbers.indexOf(':');
        long major = Long.parseLong(numbers.substring(0, colon));
        return block((major << 32) | Long.parseLong(numbers.substring(colon + 1)));
    }

    /** What a path leads to. */
    public static Storage of(FileStatus status) {
        return status.kind() == FileStatus.Kind.BLOCK
                ? block(status.node())
                : new Storage(status.device(), status.inode());
    }

    public boolean isBlock() {
        return inode == 0;
    }

    /** Major and minor number of {@link #device}, as sysfs writes them. */
    String numbers() {
        return (device >>> 32) + ":" + (device & 0xFFFF_FFFFL);
    }
}
