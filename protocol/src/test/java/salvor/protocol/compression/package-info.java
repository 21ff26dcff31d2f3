@NullMarked
package salvor.protocol.compression;

import org.jspecify.annotations.NullMarked;
