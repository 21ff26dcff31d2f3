package salvor.copier.pair;

import salvor.copier.device.Device;
import salvor.copier.pair.metadata.Findings;

/**
 * One of the disks in question.
 *
 * @param index its place on the command line, from 0
 */
public record Disk(int index, Device device, Findings findings) {

    /** Reads what the disk says about itself. */
    public static Disk of(int index, Device device) {
        return new Disk(index, device, Findings.of(device));
    }

    public String name() {
        return device.name();
    }

    /** Bytes. */
    public long size() {
        return device.size();
    }
}
