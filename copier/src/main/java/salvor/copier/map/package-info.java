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
 *       source's identity, checksums of what was rescued, where filled bytes came from.
 *   <li><b>proof</b>: what the bytes of an extent were when they were read: a checksum, or zeros.
 *   <li><b>origin</b>: whom bytes came from: the source, or another copy by its number.
 *   <li><b>slot</b>: the companion's unit of storage, one proof or a piece of an origin's name.
 * </ul>
 */
@NullMarked
package salvor.copier.map;

import org.jspecify.annotations.NullMarked;
