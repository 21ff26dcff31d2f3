package salvor.copier.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import salvor.copier.transfer.CopyWatch;
import salvor.protocol.message.Extent;

/** Tells what becomes of the copies, and keeps where they differ for the end. */
final class CopyMessages implements CopyWatch {

    /** Every one is told when it is found; so many are kept. */
    private static final int KEPT_MAX = 10_000;

    private record Conflict(String mirror, Extent extent) {}

    private final Output output;
    private final boolean quiet;
    private final List<Conflict> conflicts = new ArrayList<>();

    CopyMessages(Output output, boolean quiet) {
        this.output = output;
        this.quiet = quiet;
    }

    @Override
    public void reading(String copy, Purpose purpose) {
        if (!quiet) {
            say(
                    copy
                            + switch (purpose) {
                                case RESCUE -> ": is asked for what is missing";
                                case COMPARE -> ": is compared with what was rescued";
                                case FILL -> ": fills what nobody could read";
                            });
        }
    }

    @Override
    public void lost(String copy) {
        say(copy + ": is gone or answers nothing; going on without it");
    }

    @Override
    public void otherSize(String older, long size, long sourceSize) {
        say(
                older
                        + ": has "
                        + size
                        + " bytes, the source has "
                        + sourceSize
                        + (size < sourceSize
                                ? "; behind its end nothing is filled"
                                : "; what lies behind is not used"));
    }

    @Override
    public void unproven(String mirror) {
        say(
                mirror
                        + ": has nothing to compare with what was rescued, so it is not known to be"
                        + " a mirror; make sure that it is");
    }

    @Override
    public void differs(String mirror, Extent extent) {
        synchronized (conflicts) {
            if (conflicts.size() < KEPT_MAX) {
                conflicts.add(new Conflict(mirror, extent));
            }
        }
        say(
                mirror
                        + ": "
                        + extent.length()
                        + " bytes at "
                        + extent.start()
                        + " differ from what was rescued, which stays");
    }

    /** Writes the first of the differences as an array. */
    void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        synchronized (conflicts) {
            for (Conflict conflict : conflicts) {
                json.writeStartObject();
                json.writeStringField("mirror", Output.jsonText(conflict.mirror()));
                json.writeNumberField("start", conflict.extent().start());
                json.writeNumberField("size", conflict.extent().length());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void say(String line) {
        output.diagnostic("salvor: " + line + "\n");
    }
}
