/**
 * The compression of blocks: LZ4's block format (no frame, no length before it), or none.
 *
 * <ul>
 *   <li><b>raw</b>: the bytes of the device.
 *   <li><b>packed</b>: the LZ4 block that stands for them, always shorter.
 * </ul>
 *
 * <p>lz4-java's "fast" decompressor reads and writes out of bounds on hostile input; only the safe
 * one is used.
 */
@NullMarked
package salvor.protocol.compression;

import org.jspecify.annotations.NullMarked;
