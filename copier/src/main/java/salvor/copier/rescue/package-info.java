/**
 * The order of reads: what to read next, how large, when to come back.
 *
 * <ul>
 *   <li><b>policy</b>: decides the next read from what all reads before it gave.
 *   <li><b>pass</b>: a sweep with one purpose: copying, trimming, scraping, retrying.
 *   <li><b>stage</b>: the part of a policy that chooses the reads of one pass.
 *   <li><b>ledger</b>: what was asked and not yet answered, and what the answers did to the map.
 *   <li><b>cluster</b>: the size of a read in undamaged areas.
 *   <li><b>trim</b>: find the edges of a failed area sector by sector.
 *   <li><b>scrape</b>: read the inside of a failed area sector by sector.
 * </ul>
 */
@NullMarked
package salvor.copier.rescue;

import org.jspecify.annotations.NullMarked;
