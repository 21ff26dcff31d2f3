@NullMarked
package salvor.copier.cli;

import org.jspecify.annotations.NullMarked;
