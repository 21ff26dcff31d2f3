package salvor.copier.device;

import java.util.List;

/** A device into which no Salvor of this machine writes while it is open. */
public final class ClaimedDevice extends ForwardingDevice {

    private final ReadClaim claim;

    private ClaimedDevice(Device device, ReadClaim claim) {
        super(device);
        this.claim = claim;
    }

    /**
     * Claims {@code device}. What is being written already is read all the same: who wrote an image
     * through a server may read it there.
     */
    public static Device orPlain(Device device, String path) {
        try {
            return new ClaimedDevice(device, ReadClaim.of(List.of(path)));
        } catch (DeviceException e) {
            return device;
        }
    }

    @Override
    public void close() {
        super.close();
        claim.close();
    }
}
