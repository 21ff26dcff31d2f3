/**
 * The bounded pipeline from a device to a destination, and the counting of what goes through it.
 *
 * <ul>
 *   <li><b>chunk</b>: one read's worth of bytes on its way, with the checksum taken when it was
 *       read.
 *   <li><b>destination</b>: where chunks go: a local device or a far server.
 *   <li><b>checkpoint</b>: data durable, companion durable, then the mapfile saved.
 * </ul>
 */
@NullMarked
package salvor.copier.transfer;

import org.jspecify.annotations.NullMarked;
