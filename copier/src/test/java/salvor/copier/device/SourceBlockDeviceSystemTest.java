package salvor.copier.device;

import org.junit.jupiter.api.Tag;
import salvor.copier.testing.SystemLab;

/** A real block device as a source: its reads go past the page cache, and must be aligned. */
@Tag("system")
final class SourceBlockDeviceSystemTest extends DeviceConformance {

    @Override
    protected byte[] content() {
        return content(586 * 512);
    }

    @Override
    protected Device open() throws Exception {
        SystemLab lab = closeAfter(new SystemLab(folder));
        return FileDevice.open(lab.loop(file()));
    }
}
