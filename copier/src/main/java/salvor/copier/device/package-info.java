/**
 * Devices: open, read, write, geometry and identity. The only package that calls the kernel
 * natively.
 *
 * <ul>
 *   <li><b>device</b>: something with a size whose bytes are read by position: a file, a block
 *       device, a simulated drive, a far export.
 *   <li><b>logical sector</b>: the smallest unit a device can be asked for.
 *   <li><b>physical sector</b>: the smallest unit the medium stores, and so the unit that fails.
 *   <li><b>outcome</b>: what a read gave. A read error is information, not an exception.
 *   <li><b>identity</b>: what tells this drive from another of the same size.
 *   <li><b>storage</b>: a file or block device itself, whatever path leads to it.
 *   <li><b>footprint</b>: where the bytes of a storage are, on itself and on all that lies beneath.
 *   <li><b>vanished</b>: a device that left; nothing it answers then says anything about a sector.
 *   <li><b>fault model</b>: what is wrong with a simulated drive, and what its commands cost.
 *   <li><b>drive clock</b>: the time a simulated drive says it has worked; nobody waits for it.
 * </ul>
 */
@NullMarked
package salvor.copier.device;

import org.jspecify.annotations.NullMarked;
