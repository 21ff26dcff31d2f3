/**
 * The command line: one class a command. The only package that prints or exits.
 *
 * <ul>
 *   <li><b>location</b>: where a copy of a device is: a path, a server's name for it, a simulated
 *       drive.
 *   <li><b>refusal</b>: a command will not go on; one line says why and what to do.
 * </ul>
 */
@NullMarked
package salvor.copier.cli;

import org.jspecify.annotations.NullMarked;
