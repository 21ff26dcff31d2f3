@NullMarked
package salvor.copier.pair;

import org.jspecify.annotations.NullMarked;
