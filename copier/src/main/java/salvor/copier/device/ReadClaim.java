package salvor.copier.device;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps every Salvor of this machine from writing into files and block devices, for as long as it
 * is open. By another name, or through a server, a source could else be its own destination.
 */
public final class ReadClaim implements AutoCloseable {

    private final List<FileClaim> claims = new ArrayList<>();

    private ReadClaim() {}

    /**
     * Claims them.
     *
     * @throws DeviceException with {@code EBUSY} when somebody writes into one; otherwise when one
     *     cannot be opened
     */
    public static ReadClaim of(List<String> paths) throws DeviceException {
        ReadClaim all = new ReadClaim();
        try {
            for (String path : paths) {
                all.claims.add(FileClaim.shared(path));
            }
            return all;
        } catch (DeviceException e) {
            all.close();
            throw e;
        }
    }

    @Override
    public void close() {
        claims.forEach(FileClaim::close);
        claims.clear();
    }
}
