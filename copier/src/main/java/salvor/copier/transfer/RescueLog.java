package salvor.copier.transfer;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.FileClaim;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Identity;
import salvor.copier.map.Companion;
import salvor.copier.map.CompanionReader;
import salvor.copier.map.Fillings;
import salvor.copier.map.MalformedMapException;
import salvor.copier.map.MapFile;
import salvor.copier.map.Provenance;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.copier.map.StatusLine;
import salvor.copier.rescue.Pass;
import salvor.protocol.message.Extent;

/** The mapfile of a rescue and the companion beside it. */
public final class RescueLog implements RescueRecord, AutoCloseable {

    /** Its number among the origins. */
    private static final int SOURCE = 0;

    private final String mapPath;
    private final RescueMap map;
    private final Identity source;
    private final boolean resumed;
    private final List<String> comments;
    private final Fillings fillings;

    /**
     * Made when the first bytes are on their way: a destination that refuses leaves no file behind.
     */
    private @Nullable Companion companion;

    /** One map tells of one image: two runs that write the same would have it claim too much. */
    private @Nullable FileClaim claim;

    private RescueLog(
            String mapPath,
            RescueMap map,
            Identity source,
            boolean resumed,
            Fillings fillings,
            List<String> comments) {
        this.mapPath = mapPath;
        this.map = map;
        this.source = source;
        this.resumed = resumed;
        this.fillings = fillings;
        this.comments = List.copyOf(comments);
    }

    /**
     * Goes on with what is there, or begins.
     *
     * @param mapPath as {@code FileNames} has it
     * @param source whose bytes the map speaks of
     * @param comments lines for people at the top of the mapfile
     * @throws MalformedMapException when the mapfile is none, or one of another size
     */
    public static RescueLog open(String mapPath, Identity source, List<String> comments)
            throws IOException {
        boolean resumed = FileStatus.exists(mapPath);
        RescueMap map =
                resumed ? MapFile.read(mapPath, source.size()).map() : new RescueMap(source.size());
        Fillings fillings = resumed ? fillings(mapPath, map) : new Fillings(source.size());
        return new RescueLog(mapPath, map, source, resumed, fillings, comments);
    }

    /** What the companion of {@code map} says to be filled; nothing where there is none. */
    static Fillings fillings(String mapPath, RescueMap map) throws IOException {
        String path = companionPath(mapPath);
        if (FileStatus.exists(path)) {
            try (CompanionReader companion = CompanionReader.open(path)) {
                return Fillings.of(map, companion);
            } catch (MalformedMapException e) {
                // It is replaced, as if it were not there.
            }
        }
        return new Fillings(map.size());
    }

    /** Where the companion of a mapfile lies. */
    public static String companionPath(String mapPath) {
        return mapPath + ".salvor";
    }

    private synchronized Companion companion() throws IOException {
        if (companion == null) {
            companion = claimedCompanion();
        }
        return companion;
    }

    private Companion claimedCompanion() throws IOException {
        String path = companionPath(mapPath);
        FileClaim before = FileStatus.exists(path) ? FileClaim.exclusive(path) : null;
        Companion opened;
        try {
            opened = openCompanion();
        } finally {
            if (before != null) {
                before.close();
            }
        }
        claim = FileClaim.exclusive(path);
        return opened;
    }

    /** Without its map a companion is stale, and so is one that is damaged: it is replaced. */
    private Companion openCompanion() throws IOException {
        String path = companionPath(mapPath);
        if (resumed && FileStatus.exists(path)) {
            try {
                return Companion.open(path);
            } catch (MalformedMapException e) {
                return Companion.create(path, source);
            }
        }
        return Companion.create(path, source);
    }

    /** Bytes: as far as the map says that the destination holds something; 0: nothing. */
    public long held() {
        Region last = map.previous(Status.RESCUED, map.size());
        return Math.max(last == null ? 0 : last.extent().end(), fillings.end());
    }

    /** The map as it was when this was opened; the rescue works on it. */
    public RescueMap map() {
        return map;
    }

    @Override
    public void data(Extent extent, int crc32c) throws IOException {
        data(extent, crc32c, SOURCE);
    }

    @Override
    public void zeros(Extent extent) throws IOException {
        zeros(extent, SOURCE);
    }

    /** A record of what {@code mirror} gives: it is rescued, and known to be the mirror's. */
    public RescueRecord ofMirror(String mirror) {
        return new RescueRecord() {
            @Override
            public void data(Extent extent, int crc32c) throws IOException {
                RescueLog.this.data(extent, crc32c, origin(mirror));
            }

            @Override
            public void zeros(Extent extent) throws IOException {
                RescueLog.this.zeros(extent, origin(mirror));
            }

            @Override
            public void save(RescueMap now, Pass pass) throws IOException {
                RescueLog.this.save(now, pass);
            }

            @Override
            public List<Extent> notFilled(Extent extent) {
                return RescueLog.this.notFilled(extent);
            }
        };
    }

    /** A record of what {@code older} fills; the map that it saves says what is filled. */
    public RescueRecord ofOlder(String older) throws IOException {
        return new FillRecord(this, origin(older));
    }

    private synchronized void data(Extent extent, int crc32c, int origin) throws IOException {
        companion().append(extent, crc32c, origin);
        overwrites(extent);
    }

    private synchronized void zeros(Extent extent, int origin) throws IOException {
        companion().appendZeros(extent, origin);
        overwrites(extent);
    }

    /** Filled bytes are about to be written over: they must not be said to be there any more. */
    private void overwrites(Extent extent) throws IOException {
        if (fillings.touch(extent)) {
            fillings.set(extent, 0);
            companion().force();
        }
    }

    /** Older copies' bytes are about to be written where others may be. */
    synchronized void unfill(Extent extent) throws IOException {
        if (fillings.touch(extent)) {
            companion().appendFilled(extent, 0);
            overwrites(extent);
        }
    }

    /** An older copy's bytes are durable. */
    synchronized void fill(Extent extent, int origin) throws IOException {
        companion().appendFilled(extent, origin);
        fillings.set(extent, origin);
    }

    /** Makes all that was noted durable. */
    void force() throws IOException {
        companion().force();
    }

    @Override
    public synchronized List<Extent> notFilled(Extent extent) {
        return fillings.outside(extent);
    }

    /** Bytes that are filled. */
    public synchronized long filled() {
        return fillings.bytes();
    }

    /** What is filled from {@code older} is rescued in this map. */
    synchronized RescueMap filledFrom(String older) throws IOException {
        return fillings.from(origin(older));
    }

    private int origin(String name) throws IOException {
        try {
            return companion().origin(name);
        } catch (IllegalStateException e) {
            throw new ResumeException(
                    companionPath(mapPath)
                            + ": has bytes from so many copies already that it takes no other; name"
                            + " one of those, or another mapfile");
        }
    }

    /** What came from elsewhere than the source. */
    public List<Provenance> provenance(RescueMap now) throws IOException {
        force();
        if (!companion().hasOrigins()) {
            return List.of();
        }
        try (CompanionReader reader = CompanionReader.open(companionPath(mapPath))) {
            return Provenance.of(now, reader);
        }
    }

    /** What of {@code now} the source gave is rescued in this map, all else is not. */
    RescueMap ofSource(RescueMap now) throws IOException {
        force();
        RescueMap own = new RescueMap(now);
        if (companion().hasOrigins()) {
            try (CompanionReader reader = CompanionReader.open(companionPath(mapPath))) {
                Provenance.forEach(
                        now, reader, (extent, _, _) -> own.set(extent, Status.NON_TRIED));
            }
        }
        return own;
    }

    @Override
    public void save(RescueMap now, Pass pass) throws IOException {
        companion().force();
        StatusLine line = new StatusLine(pass.position(), pass.phase().symbol(), pass.number());
        new MapFile(now, line).save(mapPath, comments);
    }

    /** Rewrites the companion with only what holds; to be called when the rescue has finished. */
    public synchronized void compact() throws IOException {
        if (companion == null) {
            return;
        }
        companion.close();
        String path = companionPath(mapPath);
        try {
            Companion.compact(path);
        } catch (IOException _) {
            // The longer one says the same; a full disk is no reason to fail now.
        }
        companion = Companion.open(path);
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            if (companion != null) {
                companion.close();
            }
        } finally {
            abandon();
        }
    }

    /** What the kernel does for a process that is killed: the claim goes, nothing is written. */
    synchronized void abandon() {
        if (claim != null) {
            claim.close();
            claim = null;
        }
    }
}
