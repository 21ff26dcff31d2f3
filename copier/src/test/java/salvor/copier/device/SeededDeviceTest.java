package salvor.copier.device;

final class SeededDeviceTest extends DeviceConformance {

    private static final long SEED = 7;

    @Override
    protected Device open() {
        return new SeededDevice("seeded", content().length, SEED);
    }

    @Override
    protected byte[] content() {
        byte[] bytes = new byte[300_001];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = SeededDevice.byteAt(SEED, at);
        }
        return bytes;
    }
}
