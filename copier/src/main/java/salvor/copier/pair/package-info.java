/**
 * Which disks belong together: from what they hold, and not from what they say.
 *
 * <ul>
 *   <li><b>block</b>: 4 KiB of a disk at a multiple of 4 KiB; the unit of sampling.
 *   <li><b>telling</b>: a block that is hardly equal to another by chance: not constant, more than
 *       16 different byte values.
 *   <li><b>fingerprint</b>: 64 bits of a block, linear: that of an XOR is the XOR of those.
 *   <li><b>anchor</b>: a sector chosen by its content, so that copies at other places are chosen
 *       too.
 *   <li><b>agreement</b>: of the samples that could speak against a group, how many speak for it.
 *   <li><b>group</b>: disks that hold one array, or a mirrored part of one.
 *   <li><b>relation</b>: bytes at positions of several disks whose XOR is zero, over an extent.
 *   <li><b>ring</b>: disks of which each holds copies of the one before it, some way further on.
 *   <li><b>part</b>: members of an array of which one is missing, or that is nearly empty.
 *   <li><b>P</b>, <b>Q</b>: the parities of a stripe: the XOR of its data, and their sum, each
 *       times a power of 2 of its own in GF(2^8).
 *   <li><b>origin</b>: where the array's data begins on a member.
 *   <li><b>stride</b>: from a RAID10 far copy to the next on the other disk.
 * </ul>
 */
@NullMarked
package salvor.copier.pair;

import org.jspecify.annotations.NullMarked;
