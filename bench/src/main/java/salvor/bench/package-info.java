/**
 * JMH benchmarks of the parts that every byte passes: how long one block takes. What whole
 * processes take beside their competitors is measured by the scripts in {@code bench/}.
 */
@NullMarked
package salvor.bench;

import org.jspecify.annotations.NullMarked;
