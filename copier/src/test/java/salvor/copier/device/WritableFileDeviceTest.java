package salvor.copier.device;

final class WritableFileDeviceTest extends WritableDeviceConformance {

    @Override
    protected WritableDevice open() throws Exception {
        return WritableFileDevice.open(file());
    }

    @Override
    protected Device reopen() throws Exception {
        return FileDevice.open(device().name());
    }
}
