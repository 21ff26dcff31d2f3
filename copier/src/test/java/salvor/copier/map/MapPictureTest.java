package salvor.copier.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;
import salvor.copier.testing.Cases;
import salvor.protocol.message.Extent;

class MapPictureTest {

    @Test
    void oneBadSectorOfALargeDiskIsSeen() {
        RescueMap map = new RescueMap(10_000_000_000_000L);
        map.set(new Extent(0, map.size()), Status.RESCUED);
        map.set(new Extent(4_999_999_999_488L, 512), Status.BAD);
        assertEquals("++++-+++++", picture(map, 10));
        assertEquals(1, picture(map, 1000).chars().filter(c -> c == '-').count());
    }

    private static String picture(RescueMap map, int count) {
        return MapPicture.strip(map, count, MapPicture.Style.ASCII);
    }

    @Test
    void aCellShowsTheWorstOfItsBytes() {
        Cases.run(
                1000,
                random -> {
                    long size = random.nextLong(100);
                    RescueMap map = RescueMaps.random(random, size);
                    int count = 1 + random.nextInt(60);
                    int cells = (int) Math.min(count, size);
                    StringBuilder expected = new StringBuilder();
                    for (int cell = 0; cell < cells; cell++) {
                        int worst = 0;
                        for (long at = MapPicture.start(size, cells, cell);
                                at < MapPicture.start(size, cells, cell + 1);
                                at++) {
                            worst = Math.max(worst, "+?*/-".indexOf(map.at(at).symbol()));
                        }
                        expected.append("+?*/-".charAt(worst));
                    }
                    assertEquals(expected.toString(), picture(map, count));
                });
    }

    @Test
    void cellsPartADeviceOfAnySizeEvenly() {
        assertEquals(0, MapPicture.start(Long.MAX_VALUE, 1000, 0));
        assertEquals(Long.MAX_VALUE, MapPicture.start(Long.MAX_VALUE, 1000, 1000));
        assertEquals(Long.MAX_VALUE / 2, MapPicture.start(Long.MAX_VALUE, 1000, 500));
        assertEquals("???", picture(new RescueMap(3), 64));
        assertEquals("", picture(new RescueMap(0), 64));
    }

    @Test
    void aTerminalThatIsNotUtf8GetsTheCharactersOfTheMapfile() {
        RescueMap map = new RescueMap(5);
        for (int i = 0; i < 5; i++) {
            map.set(new Extent(i, 1), Status.of("?*/-+".charAt(i)));
        }
        assertEquals("·░▒×█", MapPicture.strip(map, 5, MapPicture.Style.of("UTF-8")));
        assertEquals("?*/-+", MapPicture.strip(map, 5, MapPicture.Style.of("ANSI_X3.4-1968")));
        assertEquals("?*/-+", MapPicture.strip(map, 5, MapPicture.Style.of(null)));
    }

    @Test
    void thePictureFileIsXmlAndShowsOneBadSector() throws Exception {
        RescueMap map = new RescueMap(10_000_000_000_000L);
        map.set(new Extent(0, map.size()), Status.RESCUED);
        map.set(new Extent(4_999_999_999_488L, 512), Status.BAD);
        byte[] svg = MapSvg.of(map).getBytes(StandardCharsets.UTF_8);
        NodeList rectangles =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg))
                        .getElementsByTagName("rect");
        int bad = 0;
        for (int i = 0; i < rectangles.getLength(); i++) {
            var fill = rectangles.item(i).getAttributes().getNamedItem("fill");
            bad += fill.getNodeValue().equals("#b10026") ? 1 : 0;
        }
        assertEquals(2, bad, "the sector's cell and the legend");
        assertTrue(MapSvg.of(new RescueMap(0)).contains("</svg>"));
    }
}
