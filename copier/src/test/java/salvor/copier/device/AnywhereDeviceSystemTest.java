package salvor.copier.device;

import org.junit.jupiter.api.Tag;
import salvor.copier.testing.SystemLab;

/** A real block device, read past the page cache and through it in turn. */
@Tag("system")
final class AnywhereDeviceSystemTest extends DeviceConformance {

    @Override
    protected byte[] content() {
        return content(586 * 512);
    }

    @Override
    protected Device open() throws Exception {
        SystemLab lab = closeAfter(new SystemLab(folder));
        String node = lab.loop(file(), "-r");
        return new AnywhereDevice(FileDevice.open(node), FileDevice.openCached(node));
    }
}
