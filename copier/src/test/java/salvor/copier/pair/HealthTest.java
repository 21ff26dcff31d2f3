package salvor.copier.pair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import salvor.copier.testing.Cases;

class HealthTest {

    private static final String DISK =
            """
            {"smart_status": {"passed": false}, "power_on_time": {"hours": 500},
             "ata_smart_attributes": {"table": [
               {"id": 1, "name": "Raw_Read_Error_Rate", "raw": {"value": 12}},
               {"id": 5, "name": "Reallocated_Sector_Ct", "raw": {"value": 0}},
               {"id": 197, "name": "Current_Pending_Sector", "raw": {"value": 8}}]},
             "ata_smart_error_log": {"summary": {"count": 3}},
             "ata_smart_self_test_log": {"standard": {"table": [
               {"status": {"string": "Completed: read failure", "passed": false},
                "lifetime_hours": 480}]}}}""";

    private static Health parse(String json) {
        return Health.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatSpeaksAgainstADiskIsSaid() {
        Health health = parse(DISK);
        assertEquals(
                List.of(
                        "3 errors logged",
                        "8 sectors pending",
                        "its last self-test: Completed: read failure",
                        "its own health check failed"),
                health.complaints());
        assertEquals(
                List.of("last self-test 20 hours ago", "read error rate 12"), health.remarks());
    }

    @Test
    void anNvmeDriveComplainsInItsOwnWords() {
        Health health =
                parse(
                        """
                        {"nvme_smart_health_information_log": {"critical_warning": 4,
                         "media_errors": 7, "percentage_used": 101}}""");
        assertEquals(
                List.of("7 media errors", "a critical warning is set", "worn out: 101 % used"),
                health.complaints());
    }

    @Test
    void whatIsWorthKnowingIsSaidOfASoundDriveToo() {
        Health disk =
                parse(
                        """
                        {"power_on_time": {"hours": 900}, "ata_smart_attributes": {"table": [
                          {"id": 1, "raw": {"value": 12}}, {"id": 7, "raw": {"value": 34}},
                          {"id": 9, "raw": {"value": 900}}]}}""");
        assertEquals(List.of(), disk.complaints());
        assertEquals(
                List.of(
                        "hours of use 900",
                        "no self-test logged",
                        "read error rate 12",
                        "seek error rate 34"),
                disk.remarks());
        Health nvme =
                parse(
                        """
                        {"power_on_time": {"hours": 70},
                         "nvme_smart_health_information_log":
                           {"percentage_used": 3, "num_err_log_entries": 5},
                         "nvme_self_test_log": {"table": [{"power_on_hours": 60,
                           "self_test_result": {"value": 7, "string": "Completed: failed"}}]}}""");
        assertEquals(List.of("its last self-test: Completed: failed"), nvme.complaints());
        assertEquals(
                List.of(
                        "3 % of its life used",
                        "5 entries in its error log",
                        "hours of use 70",
                        "last self-test 10 hours ago"),
                nvme.remarks());
    }

    @Test
    void damagedAnswersNeverThrow() {
        Cases.run(
                500,
                random -> {
                    byte[] json = DISK.getBytes(StandardCharsets.UTF_8);
                    for (int i = random.nextInt(20); i > 0; i--) {
                        json[random.nextInt(json.length)] = (byte) random.nextInt(256);
                    }
                    assertNotNull(Health.parse(json).complaints());
                });
    }
}
