@NullMarked
package salvor.protocol.codec;

import org.jspecify.annotations.NullMarked;
