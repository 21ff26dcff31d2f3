package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import salvor.protocol.message.Extent;

final class SimulatedDriveTest extends DeviceConformance {

    @Override
    protected Device open() throws Exception {
        return new SimulatedDrive(FileDevice.open(file()), FaultModel.HEALTHY);
    }

    @Test
    void aCommandThatTouchesABadSectorFailsWhole() throws Exception {
        FaultModel model =
                FaultModel.HEALTHY.withFaults(
                        List.of(new Fault(new Extent(1024, 512), Fault.Kind.BAD, 1_000_000, 0)));
        try (Arena arena = Arena.ofConfined();
                Device drive = new SimulatedDrive(device(), model, Errno.ENODATA)) {
            assertEquals(
                    new ReadOutcome.Failed(ErrorClass.MEDIUM, Errno.ENODATA),
                    drive.read(0, arena.allocate(4096)));
            assertEquals(new ReadOutcome.Complete(1024), drive.read(0, arena.allocate(1024)));
        }
    }
}
