/** Seeded cases for the tests of this module. */
@NullMarked
package salvor.protocol.testing;

import org.jspecify.annotations.NullMarked;
