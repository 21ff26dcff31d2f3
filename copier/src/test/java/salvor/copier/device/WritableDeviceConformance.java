package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

/** What every {@link WritableDevice} promises beside what every device does. */
public abstract class WritableDeviceConformance extends DeviceConformance {

    @Override
    protected abstract WritableDevice open() throws Exception;

    @Test
    void whatWasWrittenAndZeroedIsReadAndStaysAfterForceAndClose() throws Exception {
        byte[] now = content();
        WritableDevice image = (WritableDevice) device();
        Cases.run(20, random -> change(image, now, random));
        assertArrayEquals(now, all(image));
        image.force();
        image.close();
        try (Device again = reopen()) {
            assertArrayEquals(now, all(again));
        }
    }

    /** The same bytes again, for reading. */
    protected abstract Device reopen() throws Exception;

    private static void change(WritableDevice image, byte[] now, Random random) throws Exception {
        boolean aligned = random.nextBoolean();
        int unit = aligned ? BufferPool.ALIGNMENT : 1;
        int start = random.nextInt(now.length / unit) * unit;
        int length = Math.min(now.length - start, (1 + random.nextInt(60_000 / unit)) * unit);
        if (random.nextInt(3) == 0) {
            image.zero(new Extent(start, length));
            Arrays.fill(now, start, start + length, (byte) 0);
            return;
        }
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        System.arraycopy(bytes, 0, now, start, length);
        try (Arena arena = Arena.ofShared()) {
            MemorySegment from = arena.allocate(length, BufferPool.ALIGNMENT);
            MemorySegment.copy(bytes, 0, from, ValueLayout.JAVA_BYTE, 0, length);
            image.write(start, from);
        }
    }

    static byte[] all(Device device) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment into = arena.allocate(device.size(), BufferPool.ALIGNMENT);
            assertEquals(new ReadOutcome.Complete((int) device.size()), device.read(0, into));
            return into.toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
