/**
 * The words on the wire, and the one word that everything shares. No I/O here.
 *
 * <ul>
 *   <li><b>extent</b>: a run of bytes of a device, from a start, with a length. Half open.
 *   <li><b>client</b>, <b>server</b>: who connects, who listens.
 *   <li><b>instance</b>: one run of a server process. A client that finds another instance knows
 *       that the server was started again, and that what was not durable may be gone.
 *   <li><b>export</b>: a device that a server lets be read, by name.
 *   <li><b>block</b>: a run of bytes that is sent, or hashed, as one.
 *   <li><b>image</b>: a file or device that a server lets be written, by name.
 *   <li><b>session</b>: one client's exclusive use of one image, over one or several connections.
 *   <li><b>slot</b>: the place of one connection in its session. A connection that is made again
 *       takes its slot back.
 * </ul>
 */
@NullMarked
package salvor.protocol.message;

import org.jspecify.annotations.NullMarked;
