package salvor.copier.rescue;

import java.util.ArrayList;
import java.util.List;
import salvor.copier.device.ReadOutcome;
import salvor.protocol.message.Extent;

/** A policy that goes through stages, one after the other. */
abstract sealed class StagedPolicy implements Policy permits ClassicPolicy, AdaptivePolicy {

    private final Ledger ledger;
    private final List<Stage> stages = new ArrayList<>();
    private int current;
    private boolean done;

    StagedPolicy(Ledger ledger) {
        this.ledger = ledger;
    }

    final void add(Stage stage) {
        stages.add(stage);
    }

    /** Adds the stages that come after a loss, and that read what was lost. */
    abstract void addRest();

    @Override
    public final Step next() {
        if (!ledger.isIdle() && !stages.get(current).readsAhead()) {
            return new Step.Wait();
        }
        Extent extent = stages.get(current).next();
        while (extent == null) {
            if (!ledger.isIdle()) {
                return new Step.Wait();
            }
            if (current + 1 == stages.size()) {
                done = true;
                return new Step.Done();
            }
            current++;
            extent = stages.get(current).next();
        }
        return ledger.ask(extent);
    }

    @Override
    public final void report(Extent asked, ReadOutcome outcome, long nanos) {
        Ledger.Verdict verdict = ledger.report(asked, outcome);
        stages.get(current).report(asked, verdict, nanos);
    }

    @Override
    public final void lost(Extent extent) {
        ledger.lost(extent);
        stages.forEach(stage -> stage.lost(extent));
        done = false;
        stages.subList(current + 1, stages.size()).clear();
        addRest();
    }

    @Override
    public final Pass pass() {
        Pass pass = stages.get(current).pass();
        return done ? new Pass(Pass.Phase.FINISHED, 1, pass.position()) : pass;
    }
}
