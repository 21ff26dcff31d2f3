/**
 * Byte-exact comparison.
 *
 * <ul>
 *   <li><b>side</b>: one of the two that are compared, from the byte where its comparison starts.
 *   <li><b>position</b>: bytes from there, the same for both sides.
 *   <li><b>unit</b>: a piece of work of one worker; units are read in any order, and what was found
 *       in them is published in theirs.
 *   <li><b>examination</b>: the question that is asked: where is the first difference, which are
 *       they, how many.
 *   <li><b>examiner</b>: looks at units for an examination; one for each worker.
 *   <li><b>far</b>: of another machine. A far side hashes its blocks where it is; only those whose
 *       hashes differ travel.
 *   <li><b>turn</b>: whose unit is to be published next.
 * </ul>
 */
@NullMarked
package salvor.copier.compare;

import org.jspecify.annotations.NullMarked;
