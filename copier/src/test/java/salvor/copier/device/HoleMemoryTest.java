package salvor.copier.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.RandomAccessFile;
import org.junit.jupiter.api.Test;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

final class HoleMemoryTest extends DeviceConformance {

    private static final int PAGE = 4096;
    private static final int PAGES = 4000;

    @Override
    protected Device open() throws Exception {
        return new HoleMemory(FileDevice.open(file()));
    }

    @Test
    void remembersMoreHolesThanItKeepsAsTheyAre() {
        Cases.run(
                5,
                random -> {
                    String path = folder.resolve("holes").toString();
                    try (RandomAccessFile file = new RandomAccessFile(path, "rw")) {
                        file.setLength(0);
                        file.setLength((long) PAGES * PAGE);
                        for (int page = 0; page < PAGES; page++) {
                            if (random.nextInt(3) == 0) {
                                file.seek((long) page * PAGE);
                                file.write(1);
                            }
                        }
                    }
                    try (Device plain = FileDevice.open(path);
                            Device remembering = new HoleMemory(FileDevice.open(path))) {
                        long ahead = 0;
                        for (int i = 0; i < 3 * PAGES; i++) {
                            long at =
                                    random.nextInt(4) == 0
                                            ? ahead
                                            : Math.max(0, ahead - random.nextInt(300 * PAGE));
                            Extent data = plain.nextData(at);
                            assertEquals(data, remembering.nextData(at), "from " + at);
                            ahead = Math.max(ahead, data.end()) % plain.size();
                        }
                    }
                });
    }
}
