package salvor.copier.cli;

/** Numbers of things, for people. */
final class Nouns {

    private Nouns() {}

    /** As "1 area" and "3 areas". */
    static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
