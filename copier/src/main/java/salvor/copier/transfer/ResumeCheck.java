package salvor.copier.transfer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import salvor.copier.device.Device;
import salvor.copier.device.FileDevice;
import salvor.copier.device.FileStatus;
import salvor.copier.device.Identity;
import salvor.copier.map.CompanionReader;
import salvor.copier.map.Fillings;
import salvor.copier.map.MalformedMapException;
import salvor.copier.map.MapFile;
import salvor.copier.map.Proof;
import salvor.copier.map.Region;
import salvor.copier.map.RescueMap;
import salvor.copier.map.Status;
import salvor.protocol.message.Extent;

/**
 * Whether a rescue may go on from what is there: the map is this source's, and the image holds what
 * the map claims. What was ruined stays ruined if nobody asks, for nothing rescued is read again.
 */
public final class ResumeCheck {

    /** Reads of a source that has no number of its own. */
    private static final int SOURCE_READS = 3;

    private final String mapPath;
    private final String companionPath;

    /**
     * @param mapPath the mapfile; the companion lies beside it
     */
    public ResumeCheck(String mapPath) {
        this.mapPath = mapPath;
        companionPath = RescueLog.companionPath(mapPath);
    }

    /**
     * Checks a map against the source. A source without a number of its own (a loop device, a file,
     * many bridges) is asked for a few bytes that were rescued before.
     *
     * @throws ResumeException when the map is another source's
     * @throws IOException when it cannot be read
     */
    public void checkSource(Device device) throws IOException {
        Identity source = device.identity();
        try (CompanionReader companion = companion()) {
            if (companion != null && !companion.identity().matches(source)) {
                throw new ResumeException(
                        mapPath
                                + ": is the map of another source, "
                                + words(companion.identity())
                                + ", and this is "
                                + words(source)
                                + "; name that source, or another mapfile");
            }
        }
        if (source.serial().isEmpty() && source.unique().isEmpty()) {
            checkSourceBytes(device);
        }
    }

    private void checkSourceBytes(Device source) throws IOException {
        try (ProofReader reader = new ProofReader(source)) {
            for (Proof.Checksum proof : known(source.size(), SOURCE_READS)) {
                if (reader.compare(proof) == ProofReader.Comparison.DIFFERENT) {
                    throw new ResumeException(
                            mapPath
                                    + ": is the map of another source: bytes "
                                    + proof.extent().start()
                                    + " to "
                                    + proof.extent().end()
                                    + " of "
                                    + source.name()
                                    + " are not what was rescued; name that source, or another"
                                    + " mapfile");
                }
            }
        }
    }

    /**
     * Bytes of the source that earlier runs rescued, evenly spread; zeros are none.
     *
     * @param size of the source, bytes
     * @param count at most
     */
    public List<Proof.Checksum> known(long size, int count) throws IOException {
        List<Proof.Checksum> known = new ArrayList<>();
        try (CompanionReader companion = companion()) {
            if (companion == null || companion.identity().size() != size) {
                return known;
            }
            RescueMap map = MapFile.read(mapPath, size).map();
            for (Proof proof : companion.sample(1, count, 1)) {
                if (known.size() < count
                        && proof instanceof Proof.Checksum checksum
                        && proof.origin() == 0
                        && ProofCheck.isClaimed(map, proof)) {
                    known.add(checksum);
                }
            }
        }
        return known;
    }

    /**
     * Checks the image on this machine against the map: it is there, as long as the map claims, and
     * has the bytes that were read. Of an image over 1 GiB, about 1 GiB is read: what was written
     * last, and an even sample.
     *
     * @param size of the source, bytes
     * @throws ResumeException when the image holds less than the map claims
     * @throws IOException when one of them cannot be read
     */
    public void checkImage(String imagePath, long size) throws IOException {
        if (!FileStatus.exists(mapPath)) {
            return;
        }
        RescueMap map = MapFile.read(mapPath, size).map();
        Region last = map.previous(Status.RESCUED, size);
        Fillings fillings = RescueLog.fillings(mapPath, map);
        long end = Math.max(last == null ? 0 : last.extent().end(), fillings.end());
        if (end == 0) {
            return;
        }
        long held = map.total(Status.RESCUED) + fillings.bytes();
        String claim = mapPath + " says that it holds " + held + " bytes";
        if (!FileStatus.exists(imagePath)) {
            throw new ResumeException(
                    imagePath
                            + ": is missing, but "
                            + claim
                            + "; put it back, or remove the map to begin anew");
        }
        try (Device image = FileDevice.open(imagePath);
                CompanionReader companion = companion()) {
            if (image.size() < end) {
                throw new ResumeException(
                        imagePath
                                + ": has only "
                                + image.size()
                                + " bytes, but "
                                + mapPath
                                + " says that "
                                + end
                                + " are there; put the whole image back, or remove the map to begin"
                                + " anew");
            }
            if (companion != null) {
                checkBytes(image, map, companion);
            }
        }
    }

    private void checkBytes(Device image, RescueMap map, CompanionReader companion)
            throws IOException {
        Extent wrong =
                ProofCheck.firstWrong(image, companion, proof -> ProofCheck.isClaimed(map, proof));
        if (wrong != null) {
            throw new ResumeException(
                    image.name()
                            + ": bytes "
                            + wrong.start()
                            + " to "
                            + wrong.end()
                            + " are not what was rescued; put the right image back, or remove "
                            + mapPath
                            + " to begin anew (only "
                            + companionPath
                            + " if the image was changed on purpose)");
        }
    }

    /** Null when there is none, or none that can be believed. */
    private @Nullable CompanionReader companion() throws IOException {
        if (!FileStatus.exists(mapPath) || !FileStatus.exists(companionPath)) {
            return null;
        }
        try {
            return CompanionReader.open(companionPath);
        } catch (MalformedMapException e) {
            return null;
        }
    }

    private static String words(Identity identity) {
        StringBuilder words = new StringBuilder();
        words.append(identity.size()).append(" bytes");
        if (identity.partitionStart() > 0) {
            words.append(" at byte ").append(identity.partitionStart()).append(" of its disk");
        }
        for (String text : new String[] {identity.model(), identity.serial(), identity.unique()}) {
            if (!text.isEmpty()) {
                words.append(", ").append(text);
            }
        }
        return words.toString();
    }
}
