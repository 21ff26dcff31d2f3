/**
 * Devices and destinations in another machine: a server, and the two kinds of client.
 *
 * <ul>
 *   <li><b>link</b>: one connection of a client that was greeted and has opened something.
 *   <li><b>session</b>: one client's exclusive use of one image, over one or several links.
 *   <li><b>slot</b>: the place of one link in a session; a link that is made again takes its slot
 *       back.
 *   <li><b>instance</b>: one run of a server. What a former instance wrote but did not force may be
 *       gone.
 *   <li><b>window</b>: what was handed over and is not yet written; bounded in requests and bytes.
 * </ul>
 *
 * <p><b>Order.</b> Orders of one link are carried out in the order in which they were sent. Links
 * know nothing of each other, so an order whose extent overlaps one that is still in the window
 * waits for it. A link that takes over a slot begins only when the old link's last write has
 * returned: no stale frame is written afterwards.
 *
 * <p><b>Ends.</b> A client that ends in order says farewell, and the server gives the image up when
 * the session's last link has ended. One that was killed or cut off may come back: its session
 * waits for {@link Timing#retry} at least, unless another client asks for the image.
 *
 * <p><b>Threads.</b> Event loops only move bytes. Whatever may block (opening, reading, writing,
 * forcing) has threads of its own, and when they do not keep up, the link is not read from.
 */
@NullMarked
package salvor.copier.net;

import org.jspecify.annotations.NullMarked;
