package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a RAID10 is held twice by the members that are here, as its superblocks lay it out: the
 * arithmetic of md's {@code raid10.c}, {@code __raid10_find_phys}.
 */
final class CopyRows {

    /** A copy: its role, and bytes from the row's start on that member. */
    private record Place(int role, long shift) {}

    private final Claim claim;
    private final List<Relation> relations = new ArrayList<>();

    private CopyRows(Claim claim) {
        this.claim = claim;
    }

    /** Relations between copies that follow each other, of which others may be missing. */
    static Job of(Claim claim) {
        return new CopyRows(claim).job();
    }

    private Job job() {
        int near = claim.near();
        int far = claim.far();
        int n = claim.array().disks();
        long start = claim.start();
        long chunk = claim.array().chunk();
        long size = claim.array().componentSize() / chunk * chunk;
        if (near > 1) {
            int rows = 1;
            while (rows * n % near != 0) {
                rows++;
            }
            for (int slot = 0; slot < n * rows; slot += near) {
                List<Place> places = new ArrayList<>();
                for (int i = slot; i < slot + near; i++) {
                    places.add(new Place(i % n, i / n * chunk));
                }
                relate(places);
            }
            return new Job(relations, start, chunk, rows * chunk, start + size);
        }
        long step = claim.isOffset() ? chunk : size / chunk / far * chunk;
        for (int first = 0; first < n; first++) {
            List<Place> places = new ArrayList<>();
            for (int copy = 0; copy < far; copy++) {
                places.add(new Place((first + copy) % n, copy * step));
            }
            relate(places);
        }
        return claim.isOffset()
                ? new Job(relations, start, chunk, far * chunk, start + size)
                : Job.oneRow(relations, start, start + step);
    }

    private void relate(List<Place> places) {
        Relation.Term before = null;
        for (Place place : places) {
            int disk = claim.disk(place.role()).orElse(-1);
            if (disk < 0) {
                continue;
            }
            Relation.Term here = new Relation.Term(disk, place.shift() + claim.shift(disk));
            if (before != null) {
                relations.add(new Relation(List.of(before, here), new Check.Xor()));
            }
            before = here;
        }
    }
}
