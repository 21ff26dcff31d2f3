/**
 * Which bytes are rescued, bad, untried.
 *
 * <ul>
 *   <li><b>status</b>: what is known of a byte; GNU ddrescue's five, as a total order of knowledge.
 *   <li><b>region</b>: an extent whose bytes all have one status.
 *   <li><b>map</b>: the regions of a whole device, without gap or overlap.
 *   <li><b>mapfile</b>: the map in a file, in GNU ddrescue's format.
 *   <li><b>companion</b>: the file beside the mapfile that holds what ddrescue's format cannot: the
 *       source's identity, checksums of what was rescued, where filled bytes came from.
 * </ul>
 */
@NullMarked
package salvor.copier.map;

import org.jspecify.annotations.NullMarked;
