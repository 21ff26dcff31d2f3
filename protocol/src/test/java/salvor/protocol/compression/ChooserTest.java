package salvor.protocol.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ChooserTest {

    private static final double SLOW = 10e6;

    @Test
    void nothingIsPackedBeforeTheLinkWasMeasured() {
        assertEquals(0, packs(new Chooser(Compression.AUTO), 1000, 0.3));
    }

    @Test
    void nothingIsPackedOnAFastLink() {
        Chooser chooser = new Chooser(Compression.AUTO);
        chooser.linkRate(1e9);
        assertEquals(0, packs(chooser, 1000, 0.3));
    }

    @Test
    void compressibleDataIsPackedOnASlowLink() {
        Chooser chooser = new Chooser(Compression.AUTO);
        chooser.linkRate(SLOW);
        assertEquals(1000, packs(chooser, 1000, 0.3));
    }

    @Test
    void incompressibleDataIsOnlySampledOnASlowLink() {
        Chooser chooser = new Chooser(Compression.AUTO);
        chooser.linkRate(SLOW);
        int packed = packs(chooser, 32 * Chooser.SAMPLE, 1.0);
        assertEquals(32, packed);
    }

    @Test
    void compressibleDataAfterIncompressibleIsFoundAgain() {
        Chooser chooser = new Chooser(Compression.AUTO);
        chooser.linkRate(SLOW);
        packs(chooser, 1000, 1.0);
        packs(chooser, 3 * Chooser.SAMPLE, 0.3);
        assertEquals(100, packs(chooser, 100, 0.3));
    }

    @Test
    void aWishIsObeyed() {
        assertTrue(new Chooser(Compression.LZ4).next());
        Chooser off = new Chooser(Compression.OFF);
        off.linkRate(SLOW);
        assertFalse(off.next());
    }

    private static int packs(Chooser chooser, int blocks, double ratio) {
        int packs = 0;
        for (int i = 0; i < blocks; i++) {
            if (chooser.next()) {
                packs++;
                chooser.packed(1000, (int) (1000 * ratio));
            }
        }
        return packs;
    }
}
