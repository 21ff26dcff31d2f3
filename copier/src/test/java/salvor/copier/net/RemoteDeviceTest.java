package salvor.copier.net;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import salvor.copier.device.Device;
import salvor.copier.device.DeviceConformance;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RemoteDeviceTest extends DeviceConformance {

    @Override
    protected Device open() throws Exception {
        String disk = file();
        Loopback server = closeAfter(new Loopback(folder));
        return new RemoteDevice(server.export("far", Path.of(disk), false), Loopback.options());
    }
}
