package salvor.copier.rescue;

import salvor.copier.device.DriveMechanics;
import salvor.copier.device.Errno;
import salvor.copier.device.ErrorClass;
import salvor.copier.device.FaultModel;
import salvor.copier.device.ReadOutcome;
import salvor.copier.map.RescueMap;
import salvor.protocol.message.Extent;

/** Runs a policy against a simulated drive in virtual time, without any bytes. */
final class Simulation {

    /** So many failed commands, and whoever drives the policy sees that the drive is dead. */
    private static final int NOTICED_AFTER = 64;

    /** A command to a simulated drive that does not wait, without the bytes. */
    private static final double AT_ONCE_NANOS = 200_000;

    private final Policy policy;
    private final FaultModel model;
    private final DriveMechanics drive;
    private final Score all;
    private final Score beforeRetries;
    private final long commandsMax;
    private boolean atOnce;
    private StringBuilder log = new StringBuilder();

    Simulation(Policy policy, FaultModel model, RescueMap map) {
        this.policy = policy;
        this.model = model;
        drive = new DriveMechanics(model);
        all = new Score(model, map.size());
        beforeRetries = new Score(model, map.size());
        commandsMax = 2 * (map.size() / 512) + 10_000;
    }

    /** The policy does not feel what commands cost the drive. */
    Simulation answeringAtOnce() {
        atOnce = true;
        return this;
    }

    /** Until the policy is done, or the drive dead. */
    Simulation run() {
        for (Step step = policy.next();
                step instanceof Step.Read(Extent asked) && !isDead();
                step = policy.next()) {
            double before = drive.nanos();
            boolean good = drive.read(asked);
            all.command(drive.nanos() / 1e9, asked, good);
            if (policy.pass().phase() != Pass.Phase.RETRYING) {
                beforeRetries.command(drive.nanos() / 1e9, asked, good);
            }
            if (Boolean.getBoolean("salvor.log")) {
                log.append(
                        String.format(
                                "%.4f %d %d %s %s%n",
                                drive.nanos() / 1e9,
                                asked.start(),
                                asked.length(),
                                good ? "ok" : "fail",
                                policy.pass()));
            }
            if (all.commands() > commandsMax) {
                throw new AssertionError("the policy never ends; last " + asked);
            }
            double nanos = atOnce ? AT_ONCE_NANOS + asked.length() : drive.nanos() - before;
            policy.report(asked, outcome(asked, good), Math.round(nanos));
        }
        return this;
    }

    private boolean isDead() {
        return model.failuresToDeath() >= 0
                && drive.failures() >= model.failuresToDeath() + NOTICED_AFTER;
    }

    /** With the retry passes. */
    Score score() {
        return all;
    }

    /** Without them. */
    Score scoreBeforeRetries() {
        return beforeRetries;
    }

    String log() {
        return log.toString();
    }

    private static ReadOutcome outcome(Extent asked, boolean good) {
        return good
                ? new ReadOutcome.Complete((int) asked.length())
                : new ReadOutcome.Failed(ErrorClass.MEDIUM, Errno.EIO);
    }
}
