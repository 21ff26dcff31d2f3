package salvor.copier.rescue;

/**
 * What a rescue is at.
 *
 * @param phase its purpose
 * @param number counts from 1 inside the phase
 * @param position the byte it is at
 */
public record Pass(Phase phase, int number, long position) {

    /** The purposes; the characters are those of the status line of GNU ddrescue's mapfile. */
    public enum Phase {
        COPYING('?'),
        TRIMMING('*'),
        SCRAPING('/'),
        RETRYING('-'),
        FINISHED('+');

        private final char symbol;

        Phase(char symbol) {
            this.symbol = symbol;
        }

        public char symbol() {
            return symbol;
        }
    }
}
