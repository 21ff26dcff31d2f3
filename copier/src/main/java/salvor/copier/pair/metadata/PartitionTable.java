package salvor.copier.pair.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import salvor.copier.device.Device;
import salvor.protocol.message.Extent;

/**
 * A partition table. MBR: four entries of 16 bytes at 446 (type at 4, first sector at 8, sectors at
 * 12), 55 AA at 510. GPT (UEFI 2.10, 5.3): {@code EFI PART} in sector 1, entries from the sector at
 * 72, their number at 80, size at 84; an entry has its type at 0 (16 bytes), first sector at 32,
 * last sector at 40.
 *
 * @param scheme {@code GPT} or {@code MBR}
 * @param partitions where they lie, in bytes, in the table's order
 */
public record PartitionTable(String scheme, List<Extent> partitions) implements Finding {

    private static final int SECTOR = 512;
    private static final int ENTRIES_MAX = 128;
    private static final int PROTECTIVE = 0xEE;

    static Optional<PartitionTable> find(Device device) {
        return Area.read(device, 0, SECTOR)
                .filter(sector -> sector.u8(510) == 0x55 && sector.u8(511) == 0xAA)
                .flatMap(sector -> gpt(device).or(() -> mbr(device, sector)));
    }

    private static Optional<PartitionTable> mbr(Device device, Area sector) {
        List<Extent> partitions = new ArrayList<>();
        for (int at = 446; at < 510; at += 16) {
            int status = sector.u8(at);
            int type = sector.u8(at + 4);
            if (status != 0 && status != 0x80) {
                return Optional.empty();
            }
            if (type != 0 && type != PROTECTIVE) {
                add(partitions, device, sector.u32(at + 8), sector.u32(at + 12));
            }
        }
        return partitions.isEmpty()
                ? Optional.empty()
                : Optional.of(new PartitionTable("MBR", List.copyOf(partitions)));
    }

    private static Optional<PartitionTable> gpt(Device device) {
        return Area.read(device, SECTOR, SECTOR)
                .filter(header -> header.matches(0, "EFI PART"))
                .map(header -> new PartitionTable("GPT", entries(device, header)));
    }

    private static List<Extent> entries(Device device, Area header) {
        List<Extent> partitions = new ArrayList<>();
        long first = header.i64(72);
        int count = (int) Math.min(ENTRIES_MAX, header.u32(80));
        int size = header.u32(84) == 128 ? 128 : 0;
        if (size == 0 || first < 2 || first > device.size() / SECTOR) {
            return List.of();
        }
        Area.read(device, first * SECTOR, count * size)
                .ifPresent(
                        table -> {
                            for (int i = 0; i < count; i++) {
                                int at = i * size;
                                if (table.i64(at) != 0 || table.i64(at + 8) != 0) {
                                    long start = table.i64(at + 32);
                                    add(partitions, device, start, table.i64(at + 40) - start + 1);
                                }
                            }
                        });
        return List.copyOf(partitions);
    }

    /** What lies outside the disk is no partition of it. */
    private static void add(List<Extent> partitions, Device device, long first, long sectors) {
        long disk = device.size() / SECTOR;
        if (first > 0 && sectors > 0 && first < disk && sectors <= disk - first) {
            partitions.add(new Extent(first * SECTOR, sectors * SECTOR));
        }
    }

    @Override
    public String sentence() {
        StringBuilder text = new StringBuilder(scheme).append(" partition table");
        for (Extent partition : partitions) {
            text.append(", %d bytes at %d".formatted(partition.length(), partition.start()));
        }
        return text.toString();
    }
}
