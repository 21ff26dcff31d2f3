/**
 * Which bytes are rescued, bad, untried.
 *
 * <ul>
 *   <li><b>status</b>: what is known of a byte; GNU ddrescue's five, as a total order of knowledge.
 *   <li><b>region</b>: an extent whose bytes all have one status.
 *   <li><b>map</b>: the regions of a whole device, without gap or overlap.
 *   <li><b>mapfile</b>: the map in a file, in GNU ddrescue's format.
 *   <li><b>covered</b>: the extent that a mapfile's blocks speak of; a map that ddrescue limited
 *       may begin late.
 *   <li><b>picture</b>: a map as a row of cells, each showing the worst of its bytes.
 *   <li><b>companion</b>: the file beside the mapfile that holds what ddrescue's format cannot: the
 *       source's identity, checksums of what was rescued, whom bytes came from.
 *   <li><b>proof</b>: what is known of the bytes of an extent: a checksum, that they are zero, or
 *       that an older copy gave them.
 *   <li><b>origin</b>: whom bytes came from: the source, or another copy by its number.
 *   <li><b>filled</b>: what nobody could read and an older copy gave; not rescued.
 *   <li><b>slot</b>: the companion's unit of storage, one proof or a piece of an origin's name.
 * </ul>
 *
 * <h2>The companion's format</h2>
 *
 * <p>Version 1; all numbers big-endian and unsigned. The head:
 *
 * <pre>
 *  0  8  magic 89 "SALVOR" 0A
 *  8  4  version, 1
 * 12  4  bytes of the head, up to 12330
 * 16  8  bytes of the device, below 2^63
 * 24  8  byte of the disk that the partition begins at, below 2^63
 * 32     the source's model, serial number and unique name, each: 2 bytes length (up to 4096),
 *        then as many bytes of text
 *     4  CRC32C of the head before this
 * </pre>
 *
 * <p>Then slots of 24 bytes, to the end of the file:
 *
 * <pre>
 *  0  1  kind: 1 checksum, 2 zeros, 3 name of an origin, 4 filled
 *  1  1  0
 *  2  2  origin the bytes came from: 0 the source, up to 255; of kind 4, 0: filled no longer
 *  4  4  length of the extent, above 0; of a checksum up to 2^26
 *  8  8  start of the extent
 * 16  4  CRC32C of the bytes; 0 for zeros and filled
 * 20  4  check: CRC32C of the head's CRC32C and of the slot before this
 * </pre>
 *
 * <p>The name of an origin (1 to 4096 bytes) comes in pieces of eight bytes, each a slot: at 4 the
 * piece's offset in the name, at 8 the piece, padded with zeros, at 16 the length of the name. It
 * is what the person wrote: a path, or {@code salvor://HOST:PORT/NAME}.
 *
 * <p>A slot takes the place of older ones it overlaps: of a checksum nothing is left, of zeros and
 * filled what lies outside. Kinds 1 and 2 count only where the map calls bytes rescued: they are
 * durable before it does, and a kill may lie between. Kind 4 counts only where the map does
 * <em>not</em>, and there it is always true: it is written when the bytes are durable, and what
 * takes its place is durable before other bytes are written there.
 *
 * <p>A torn tail is what follows the last good slot: it is cut when the file is opened for
 * appending. A damaged slot before it is passed over; slots are of one size, so the next is found.
 */
@NullMarked
package salvor.copier.map;

import org.jspecify.annotations.NullMarked;
