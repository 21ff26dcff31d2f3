package salvor.copier.device;

import org.junit.jupiter.api.Tag;
import salvor.copier.testing.SystemLab;

/** A real block device as a destination. */
@Tag("system")
final class BlockDeviceSystemTest extends WritableDeviceConformance {

    @Override
    protected byte[] content() {
        return content(586 * 512);
    }

    @Override
    protected WritableDevice open() throws Exception {
        SystemLab lab = closeAfter(new SystemLab(folder));
        return WritableFileDevice.open(lab.loop(file()));
    }

    /** As a source, past the page cache. */
    @Override
    protected Device reopen() throws Exception {
        return FileDevice.open(device().name());
    }
}
