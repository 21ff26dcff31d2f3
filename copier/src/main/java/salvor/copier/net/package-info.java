@NullMarked
package salvor.copier.net;

import org.jspecify.annotations.NullMarked;
