package salvor.copier.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for a file or block device under its old name, then for block devices of its size that were
 * not there before: what stood beside it all the time is not it.
 */
public final class BlockSearch implements DeviceSearch {

    private static final Path SYS = Path.of("/sys");

    private final String path;
    private final long size;
    private final List<String> apart;
    private final Set<String> before = new HashSet<>();

    /**
     * Begins while the device is still there.
     *
     * @param path its name
     * @param size bytes
     * @param apart what can never be it, be it as large and have the same bytes: where they are
     *     copied to
     */
    public BlockSearch(String path, long size, List<String> apart) {
        this.path = path;
        this.size = size;
        this.apart = List.copyOf(apart);
        nodes().forEach(node -> before.add(node.instance()));
    }

    private record Node(String name, String instance) implements Candidate {
        @Override
        public Device open() throws DeviceException {
            return FileDevice.open(name);
        }
    }

    @Override
    public List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        FileStatus named = FileStatus.orNull(path);
        if (named != null && isApart(named)) {
            candidates.add(new Node(path, instance(named)));
        }
        for (Node node : nodes()) {
            FileStatus status = FileStatus.orNull(node.name());
            if (status != null
                    && !before.contains(node.instance())
                    && (named == null || !status.isSame(named))
                    && isApart(status)) {
                candidates.add(node);
            }
        }
        return candidates;
    }

    private static String instance(FileStatus status) {
        return status.kind() == FileStatus.Kind.BLOCK
                ? instance(status.nodeNumbers())
                : status.device() + "/" + status.inode();
    }

    private static String instance(String numbers) {
        return numbers + "@" + new SysFs(SYS, numbers).diskSequence();
    }

    private List<Node> nodes() {
        List<Node> nodes = new ArrayList<>();
        for (String numbers : SysFs.all(SYS)) {
            SysFs node = new SysFs(SYS, numbers);
            if (node.size() == size) {
                nodes.add(new Node("/dev/" + node.name(), instance(numbers)));
            }
        }
        return nodes;
    }

    private boolean isApart(FileStatus status) {
        Footprints footprints = new Footprints();
        Footprint footprint = footprints.of(status);
        return apart.stream()
                .map(FileStatus::orNull)
                .noneMatch(
                        other -> other != null && footprints.of(other).sharesBytesWith(footprint));
    }
}
