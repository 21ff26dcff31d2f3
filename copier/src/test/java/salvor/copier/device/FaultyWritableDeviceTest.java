package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import salvor.protocol.message.Extent;

final class FaultyWritableDeviceTest extends WritableDeviceConformance {

    private final MemorySegment some = Arena.ofAuto().allocate(1000).fill((byte) 9);

    @Override
    protected WritableDevice open() throws Exception {
        return new FaultyWritableDevice(WritableFileDevice.open(file()));
    }

    @Override
    protected Device reopen() throws Exception {
        return FileDevice.open(device().name());
    }

    private FaultyWritableDevice faulty() {
        return (FaultyWritableDevice) device();
    }

    private static void assertErrno(int errno, Executable call) {
        assertEquals(errno, assertThrows(DeviceException.class, call).errno());
    }

    @Test
    void aFullDiskHoldsWhatStillFitted() throws Exception {
        faulty().fullAfter(1500);
        faulty().write(0, some);
        assertErrno(Errno.ENOSPC, () -> faulty().write(1000, some));
        assertErrno(Errno.ENOSPC, () -> faulty().write(1000, some));
        byte[] expected = content();
        Arrays.fill(expected, 0, 1500, (byte) 9);
        assertArrayEquals(expected, all(faulty()));
    }

    @Test
    void oneWriteFailsAndTheNextDoesNot() throws Exception {
        faulty().failWriteAfter(1);
        faulty().write(0, some);
        assertErrno(Errno.EIO, () -> faulty().zero(new Extent(0, 10)));
        faulty().write(0, some);
    }

    @Test
    void oneForceFailsAndTheNextDoesNot() throws Exception {
        faulty().failForceAfter(1);
        faulty().force();
        assertErrno(Errno.EIO, () -> faulty().force());
        faulty().force();
    }
}
