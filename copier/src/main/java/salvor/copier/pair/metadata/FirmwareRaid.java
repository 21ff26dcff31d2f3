package salvor.copier.pair.metadata;

import java.nio.ByteOrder;
import java.util.Optional;
import salvor.copier.device.Device;

/**
 * RAID of a controller's firmware, recognised and not read: DDF (SNIA, anchor header DE11DE11,
 * big-endian, in the last sector, GUID at 8) and Intel's IMSM ({@code "Intel Raid ISM Cfg Sig. "}
 * in the last sector but one).
 *
 * @param format {@code DDF} or {@code IMSM}
 * @param position bytes from the start of the disk
 */
public record FirmwareRaid(String format, long position) implements Finding {

    private static final int SECTOR = 512;
    private static final int DDF_MAGIC = 0xDE11DE11;
    private static final String IMSM_MAGIC = "Intel Raid ISM Cfg Sig. ";

    static Optional<FirmwareRaid> find(Device device) {
        long end = device.size() / SECTOR * SECTOR;
        return Area.read(device, end - SECTOR, SECTOR)
                .filter(a -> a.order(ByteOrder.BIG_ENDIAN).i32(0) == DDF_MAGIC)
                .map(a -> new FirmwareRaid("DDF", end - SECTOR))
                .or(
                        () ->
                                Area.read(device, end - 2 * SECTOR, SECTOR)
                                        .filter(a -> a.matches(0, IMSM_MAGIC))
                                        .map(a -> new FirmwareRaid("IMSM", end - 2 * SECTOR)));
    }

    @Override
    public String sentence() {
        return format + " metadata of a RAID controller at " + position + "; mdadm can read it";
    }
}
