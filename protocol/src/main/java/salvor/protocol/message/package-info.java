/**
 * The words on the wire and the one word everything shares.
 *
 * <ul>
 *   <li><b>extent</b>: a run of bytes of a device, from a start, with a length. Half open.
 * </ul>
 */
@NullMarked
package salvor.protocol.message;

import org.jspecify.annotations.NullMarked;
