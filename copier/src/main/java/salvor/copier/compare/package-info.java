@NullMarked
package salvor.copier.compare;

import org.jspecify.annotations.NullMarked;
