package salvor.copier.pair;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a drive says about its health, from {@code smartctl --json -a}: every number, text and truth
 * of it by its path, as {@code smart_status.passed} or {@code ata_smart_attributes.table[3].id}.
 */
record Health(Map<String, String> values) {

    /** More than any drive says. */
    private static final int VALUES_MAX = 20_000;

    private static final int ATTRIBUTES_MAX = 64;

    /** Attributes whose raw value should be zero, by their number. */
    private static final Map<Integer, String> BAD =
            Map.of(
                    5, "reallocated sectors",
                    196, "reallocation events",
                    197, "sectors pending",
                    198, "sectors uncorrectable",
                    200, "write errors");

    /** Rates: high numbers are common and mean little, so they count only when drives differ. */
    private static final Map<Integer, String> RATES =
            Map.of(1, "read error rate", 7, "seek error rate", 9, "hours of use");

    /** Reads smartctl's answer; what is no JSON has no values. */
    static Health parse(byte[] json) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            flatten(parser, "", values);
        } catch (IOException e) {
            // What was read up to here still counts.
        }
        return new Health(Map.copyOf(values));
    }

    private static void flatten(JsonParser parser, String path, Map<String, String> values)
            throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                flatten(parser, path.isEmpty() ? name : path + "." + name, values);
            }
        } else if (token == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                flatten(parser, path + "[" + i + "]", values);
            }
        } else if (token != null && token.isScalarValue() && values.size() < VALUES_MAX) {
            values.put(path, parser.getText());
        }
    }

    private long number(String path) {
        try {
            return Long.parseLong(values.getOrDefault(path, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private Optional<Long> attribute(int id) {
        for (int i = 0; i < ATTRIBUTES_MAX; i++) {
            String entry = "ata_smart_attributes.table[" + i + "]";
            if (number(entry + ".id") == id) {
                return Optional.of(number(entry + ".raw.value"));
            }
        }
        return Optional.empty();
    }

    /** What speaks against the drive, as a person would say it; empty for a healthy one. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (values.getOrDefault("smart_status.passed", "true").equals("false")) {
            complaints.add("its own health check failed");
        }
        BAD.forEach(
                (id, words) ->
                        attribute(id)
                                .filter(value -> value > 0)
                                .ifPresent(value -> complaints.add(value + " " + words)));
        count("ata_smart_error_log.summary.count", "errors logged", complaints);
        count("ata_smart_error_log.extended.count", "errors logged", complaints);
        String nvme = "nvme_smart_health_information_log.";
        count(nvme + "media_errors", "media errors", complaints);
        if (number(nvme + "critical_warning") != 0) {
            complaints.add("a critical warning is set");
        }
        if (number(nvme + "percentage_used") >= 100) {
            complaints.add("worn out: " + number(nvme + "percentage_used") + " % used");
        }
        selfTest(complaints);
        return complaints.stream().distinct().sorted().toList();
    }

    private void count(String path, String words, List<String> complaints) {
        if (number(path) > 0) {
            complaints.add(number(path) + " " + words);
        }
    }

    private void selfTest(List<String> complaints) {
        for (String log : List.of("standard", "extended")) {
            String last = "ata_smart_self_test_log." + log + ".table[0].status.";
            if (values.getOrDefault(last + "passed", "true").equals("false")) {
                complaints.add(
                        "its last self-test: " + values.getOrDefault(last + "string", "failed"));
            }
        }
        // NVMe: 5 to 7 are failures.
        long result = number("nvme_self_test_log.table[0].self_test_result.value");
        if (result >= 5 && result <= 7) {
            complaints.add(
                    "its last self-test: "
                            + values.getOrDefault(
                                    "nvme_self_test_log.table[0].self_test_result.string",
                                    "failed"));
        }
    }

    /** What is worth knowing and speaks against nothing by itself. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        RATES.forEach(
                (id, words) -> attribute(id).ifPresent(value -> remarks.add(words + " " + value)));
        long now = number("power_on_time.hours");
        String nvme = "nvme_smart_health_information_log.";
        if (values.containsKey(nvme + "percentage_used")) {
            remarks.add("hours of use " + now);
            remarks.add(number(nvme + "percentage_used") + " % of its life used");
            remarks.add(number(nvme + "num_err_log_entries") + " entries in its error log");
        }
        lastTest()
                .ifPresentOrElse(
                        then -> remarks.add("last self-test " + (now - then) + " hours ago"),
                        () -> remarks.add("no self-test logged"));
        return remarks.stream().sorted().toList();
    }

    /** At which of its hours the drive last tested itself. */
    private Optional<Long> lastTest() {
        return Stream.of(
                        "ata_smart_self_test_log.standard.table[0].lifetime_hours",
                        "ata_smart_self_test_log.extended.table[0].lifetime_hours",
                        "nvme_self_test_log.table[0].power_on_hours")
                .filter(values::containsKey)
                .map(this::number)
                .filter(then -> then <= number("power_on_time.hours"))
                .findFirst();
    }
}
