package salvor.copier.cli;

/** What {@code salvor cmp} says of itself. */
final class CmpHelp {

    static final String TEXT =
            """
            Usage: salvor cmp [OPTION]... FILE1 [FILE2 [SKIP1 [SKIP2]]]
            Compare two files or devices byte by byte, as GNU cmp does.

            SKIP1 and SKIP2 are the bytes to skip at the beginning of each. A FILE that is '-'
            or missing is standard input. A FILE may be salvor://HOST:PORT/NAME, what a server
            (salvor serve) exports or has below its root, or sim:MODEL, a simulated drive.

              -b, --print-bytes          print differing bytes
              -i, --ignore-initial=SKIP         skip first SKIP bytes of both inputs
              -i, --ignore-initial=SKIP1:SKIP2  skip first SKIP1 bytes of FILE1 and
                                                  first SKIP2 bytes of FILE2
              -l, --verbose              output byte numbers and differing byte values
              -n, --bytes=LIMIT          compare at most LIMIT bytes
              -s, --quiet, --silent      suppress all normal output
                  --help                 display this help and exit
              -v, --version              output version information and exit

            Beyond GNU cmp (not to be abbreviated):
                  --count            print only the number of differing bytes
                  --ranges           print START END BYTES for each run of differing sectors
                                       (512 bytes): its first and last differing byte,
                                       counted from 1, and how many differ
                  --json             print one JSON object: command, equal, first_difference,
                                       differing_bytes, compared_bytes, unreadable_bytes, ranges
                  --map-1=MAPFILE    leave out what a rescue of FILE1 could not read
                  --map-2=MAPFILE    the same for FILE2
                  --paranoid         have a server send every byte, and not hashes
                  --progress         say on standard error how far it is, not only on a terminal
                  --insecure-anywhere  speak plain TCP with a server that is not this machine

            Numbers may have a suffix: kB 1000, K 1024, MB 1000*1000, M 1024*1024, and so on
            for G, T, P, E.

            Of a server's file only those blocks travel whose hashes differ. Equal blocks are
            proven by a hash of 128 bits (XXH3, its seed new for each run): chance hides a
            difference once in 2^128 blocks, and who does not know the seed cannot plant one
            beforehand. A server can lie about its bytes as it can about their hashes.

            An area that cannot be read is reported on standard error and passed over.
            Exit status is 0 if inputs are the same, 1 if different, 2 if trouble, which
            includes unreadable areas.
            """;

    private CmpHelp() {}

    static String version() {
        String version = CmpHelp.class.getPackage().getImplementationVersion();
        return "cmp (Salvor) " + (version == null ? "(not packaged)" : version) + "\n";
    }
}
