package salvor.copier.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import salvor.copier.pair.Comparison;
import salvor.copier.pair.Disk;
import salvor.copier.pair.Group;
import salvor.copier.pair.PairReport;
import salvor.copier.pair.metadata.MdSuperblock;

/** The answer as JSON; the keys are a contract. */
final class PairJson {

    /** Ranges listed of a pair; the counts are of all. */
    private static final int RANGES_MAX = 1000;

    private final PairReport report;
    private final JsonGenerator json;

    private PairJson(PairReport report, JsonGenerator json) {
        this.report = report;
        this.json = json;
    }

    static void write(PairReport report, JsonGenerator json) throws IOException {
        new PairJson(report, json).write();
    }

    private void write() throws IOException {
        json.writeStringField("command", "pair");
        json.writeArrayFieldStart("disks");
        for (Disk disk : report.disks()) {
            disk(disk);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("groups");
        for (Group group : report.groups()) {
            group(group);
        }
        json.writeEndArray();
        paths("unpaired", report.unpaired());
        sentences("notes", report.notes());
        json.writeNumberField("sampled_bytes", report.sampled());
    }

    private void disk(Disk disk) throws IOException {
        json.writeStartObject();
        json.writeStringField("path", Output.jsonText(disk.name()));
        json.writeNumberField("size", disk.size());
        json.writeFieldName("superblock");
        Optional<MdSuperblock> superblock = disk.findings().superblock();
        if (superblock.isPresent()) {
            superblock(superblock.get());
        } else {
            json.writeNull();
        }
        json.writeEndObject();
    }

    private void superblock(MdSuperblock md) throws IOException {
        json.writeStartObject();
        json.writeStringField("version", md.version());
        json.writeNumberField("level", md.array().level());
        text("layout", md.layoutName());
        json.writeNumberField("chunk", md.array().chunk());
        json.writeFieldName("role");
        if (md.member().role() >= 0) {
            json.writeNumber(md.member().role());
        } else {
            json.writeNull();
        }
        json.writeStringField("array_uuid", md.array().uuid());
        text("device_uuid", md.member().uuid());
        json.writeNumberField("events", md.state().events());
        json.writeNumberField("utime", md.state().updated());
        json.writeNumberField("data_offset", md.member().dataOffset());
        json.writeNumberField("data_size", md.member().dataSize());
        json.writeNumberField("raid_disks", md.array().disks());
        json.writeBooleanField("checksum_right", md.checksum().isRight());
        json.writeEndObject();
    }

    private void group(Group group) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", group.kind().word());
        text("layout", group.layout());
        number("chunk", group.chunk());
        paths("members", group.members());
        json.writeBooleanField("order_known", group.orderKnown());
        json.writeBooleanField("certain", group.certain());
        json.writeNumberField("agreement", group.agreement());
        json.writeArrayFieldStart("pairs");
        for (Group.Pair pair : group.pairs()) {
            pair(pair);
        }
        json.writeEndArray();
        sentences("evidence", group.evidence());
        json.writeObjectFieldStart("trust");
        OptionalInt preferred = group.trust().preferred();
        text(
                "preferred",
                preferred.isPresent()
                        ? Optional.of(report.disks().get(preferred.getAsInt()).name())
                        : Optional.empty());
        sentences("reasons", group.trust().reasons());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void pair(Group.Pair pair) throws IOException {
        Comparison comparison = pair.comparison();
        json.writeStartObject();
        paths("members", pair.members());
        boolean differs = comparison.first() >= 0;
        number(
                "first_difference",
                differs ? OptionalLong.of(comparison.first() + 1) : OptionalLong.empty());
        json.writeNumberField("differing_bytes", comparison.differing());
        json.writeNumberField("compared_bytes", comparison.compared());
        json.writeNumberField("metadata_bytes", comparison.metadata());
        json.writeNumberField("unreadable_bytes", comparison.unreadable());
        json.writeArrayFieldStart("ranges");
        for (Comparison.Range range : comparison.ranges().stream().limit(RANGES_MAX).toList()) {
            json.writeStartArray();
            json.writeNumber(range.first() + 1);
            json.writeNumber(range.last() + 1);
            json.writeNumber(range.bytes());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void paths(String field, List<Integer> disks) throws IOException {
        json.writeArrayFieldStart(field);
        for (int disk : disks) {
            json.writeString(Output.jsonText(report.disks().get(disk).name()));
        }
        json.writeEndArray();
    }

    private void sentences(String field, List<String> sentences) throws IOException {
        json.writeArrayFieldStart(field);
        for (String sentence : sentences) {
            json.writeString(Output.jsonText(sentence));
        }
        json.writeEndArray();
    }

    private void text(String field, Optional<String> value) throws IOException {
        json.writeFieldName(field);
        if (value.isPresent()) {
            json.writeString(Output.jsonText(value.get()));
        } else {
            json.writeNull();
        }
    }

    private void number(String field, OptionalLong value) throws IOException {
        json.writeFieldName(field);
        if (value.isPresent()) {
            json.writeNumber(value.getAsLong());
        } else {
            json.writeNull();
        }
    }
}
