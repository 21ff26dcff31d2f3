/**
 * The wire format, version 1, and what turns bytes into messages and back.
 *
 * <p>All numbers are big-endian; lengths and positions are bytes. A connection is a row of frames
 * in both directions. A <b>frame</b> is a header of 40 bytes, then the payload:
 *
 * <pre>
 * offset size
 *      0    2  magic, 0x5AF7
 *      2    1  type, see below
 *      3    1  encoding of the payload: 0 stored, 1 one LZ4 block
 *      4    4  length of the payload on the wire
 *      8    8  id
 *     16    8  position
 *     24    8  length
 *     32    4  checksum: CRC32C of the payload; of BLOCK and BYTES: of the bytes before they were
 *              compressed, taken when they were read at the source
 *     36    4  CRC32C of the 36 bytes before
 * </pre>
 *
 * <p>A field that a type does not use is 0. Types, with the fields of the header that they use, and
 * their payload:
 *
 * <pre>
 *  1 HELLO          version u16, features u64, authentication u8 (0 none), "salvor"
 *  2 WELCOME        version u16, features u64, authentication u8, instance 16
 *  3 PING
 *  4 TROUBLE        reason u8, text
 * 10 OPEN_EXPORT    name, access u8 (0 as a rescue reads, 1 through the page cache, 2 past it)
 * 11 EXPORT_OPENED  facts
 * 12 READ           id, position, length
 * 13 BYTES          id, length; the bytes, stored or LZ4
 * 14 ZERO_BYTES     id, length
 * 15 READ_FAILED    id; errno u32
 * 16 READ_END       id
 * 17 FIND_DATA      id, position, length (shorter holes may count as data)
 * 18 DATA_FOUND     id, position, length
 * 20 OPEN_IMAGE     name, facts, session 16, instance 16 (0: none), slot u16, slots u16, attempt u32,
 *                   block length u32, held u64
 * 21 IMAGE_OPENED   previous size i64, -1 for none
 * 22 BLOCK          id, position, length; the bytes, stored or LZ4
 * 23 ZEROS          id, position, length
 * 24 FILL           id, position, length
 * 25 WRITTEN        id
 * 26 FORCE          id
 * 27 FORCED         id
 * 28 HASH           id, position, length; block u32, seed u64, lines u8 (0 or 1)
 * 29 HASHES         id; count u16, so many blocks
 * 30 FAREWELL
 * 31 LINEAR_HASH    id, position, length; block u32, first u64, second u64
 * </pre>
 *
 * <p>A <b>name</b> is u16, the number of its bytes, 1 to 1024, and the bytes. A <b>text</b> is u16,
 * the number of its bytes, 0 to 1024, and UTF-8. <b>Facts</b> are: size u64, logical sector u32,
 * physical sector u32, alignment u32, optimal read u32, partition start u64, model text, serial
 * text, unique text. Reasons are the codes of {@link salvor.protocol.message.Reason}.
 *
 * <p>A <b>block</b> of HASHES is u8, the sum of its state (0 could not be read, 1 all zero, 2
 * hashed), 4 if its newlines follow, 8 if its last byte is a newline; then, if it is hashed, the 16
 * bytes of its hash, and if 4 is there, u32, the number of its newlines. Without the question's
 * lines there is no 4 and no 8; nor where a block is not hashed or has no newline.
 *
 * <p>The <b>hash</b> of a block is XXH3-128 with the question's seed, upper half first, of: u64, a
 * bit for each page of 4096 bytes from the block's start, the first the lowest, set where the page
 * is not all zero, and then the bytes of those pages, in order. (That u64 is little-endian, as XXH3
 * is.) What is zero is so neither hashed nor, where it is a hole, read.
 *
 * <p>The <b>linear hash</b> of a block is the value of one polynomial at the question's two points,
 * that at first in the upper half. Its coefficients are the words of the block, each of eight
 * bytes, the lowest first, the last one filled up with zeros: {@code n} words {@code w} give {@code
 * w[0] r^n + w[1] r^(n-1) + ... + w[n-1] r}. All are elements of GF(2^64), which is GF(2^8)[y] mod
 * y^8+y^3+y^2+8; GF(2^8) is that of RAID6, mod x^8+x^4+x^3+x^2+1. A word's lowest byte is the
 * coefficient of y^0, and so it is in the points and in the halves of the hash. Sums of blocks, and
 * their bytes' multiples in GF(2^8), have the sums and multiples of the hashes; blocks of one
 * length that are not what their hashes say are so for {@code n^2} of all 2^128 pairs of points, at
 * most.
 *
 * <p><b>Limits</b>, checked in the header before memory is taken: {@link Wire#MAX_BLOCK} for the
 * length of BLOCK and BYTES, whose payload is exactly as long when stored and shorter when LZ4;
 * {@link Wire#MAX_CONTROL} for every other payload; {@link Wire#MAX_HASHES} for the blocks that a
 * HASH or LINEAR_HASH asks for, and {@link Wire#MAX_HASHED} for their length. A frame that breaks a
 * rule ends the connection.
 *
 * <p><b>Versions.</b> HELLO and TROUBLE stay as they are in all versions. A server that cannot
 * speak a client's version says so by TROUBLE. What came later within a version has a bit in the
 * <b>features</b>: the client names those that it understands, the server those of them that it
 * understands too, and only these are used. Bit 0 is FAREWELL. The authentication of HELLO is where
 * a secure link begins: both sides go over to TLS after a WELCOME that agrees to it, and everything
 * else travels inside.
 */
@NullMarked
package salvor.protocol.codec;

import org.jspecify.annotations.NullMarked;
