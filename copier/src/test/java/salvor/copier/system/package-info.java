/** Whole processes on real block devices: needs root, loop devices, FUSE and Debian's nbdkit. */
@NullMarked
package salvor.copier.system;

import org.jspecify.annotations.NullMarked;
