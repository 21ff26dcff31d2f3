package salvor.copier.cli;

import java.time.Duration;
import salvor.copier.transfer.DeviceWatch;

/** Tells the person what to plug in, and what came of it. */
final class DeviceMessages implements DeviceWatch {

    private final Output output;

    DeviceMessages(Output output) {
        this.output = output;
    }

    @Override
    public void awaiting(String device, Duration atMost) {
        say(
                "waiting for "
                        + device
                        + ", which is gone, up to "
                        + Durations.show(atMost.toMillis() / 1e3)
                        + "; plug it in again");
    }

    @Override
    public void refused(String candidate, String why) {
        say(candidate + ": " + why + "; it is not read");
    }

    @Override
    public void returned(String candidate) {
        say(candidate + ": is the device that was awaited; going on");
    }

    private void say(String line) {
        output.diagnostic("salvor: " + line + "\n");
    }
}
