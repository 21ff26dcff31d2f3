/**
 * What disks say about themselves: superblocks, labels and partition tables, read as evidence.
 *
 * <ul>
 *   <li><b>finding</b>: one structure recognised on a disk. Never proof: disks are reinstalled, and
 *       superblocks outlive the arrays they described.
 *   <li><b>superblock</b>: md's description of an array and of one member of it.
 *   <li><b>member</b>: a disk of an array; its <b>role</b> is its place there, from 0.
 *   <li><b>data offset</b>: bytes from the start of a member to the array's first byte on it.
 *   <li><b>events</b>: md's count of changes of an array's state; the member with fewer is stale.
 * </ul>
 *
 * <p>Everything read here is hostile: a parser answers nothing rather than throwing, reads areas of
 * a fixed size only, and believes no length it has not checked.
 */
@NullMarked
package salvor.copier.pair.metadata;

import org.jspecify.annotations.NullMarked;
