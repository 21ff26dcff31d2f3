package salvor.copier.net;

import salvor.copier.device.Device;
import salvor.copier.device.Geometry;
import salvor.copier.device.Identity;
import salvor.protocol.message.DeviceFacts;

/** Geometry and identity of a device, as they travel. */
final class DeviceFactsOf {

    private DeviceFactsOf() {}

    static DeviceFacts device(Device device) {
        return of(device.geometry(), device.identity());
    }

    static DeviceFacts of(Geometry geometry, Identity identity) {
        return new DeviceFacts(
                geometry.size(),
                geometry.logicalSector(),
                geometry.physicalSector(),
                geometry.alignment(),
                geometry.optimalRead(),
                identity.model(),
                identity.serial(),
                identity.unique(),
                identity.partitionStart());
    }

    static Geometry geometry(DeviceFacts facts) {
        return new Geometry(
                facts.size(),
                facts.logicalSector(),
                facts.physicalSector(),
                facts.alignment(),
                facts.optimalRead());
    }

    static Identity identity(DeviceFacts facts) {
        return new Identity(
                facts.size(),
                facts.model(),
                facts.serial(),
                facts.unique(),
                facts.partitionStart());
    }
}
