package salvor.copier.pair;

import java.util.ArrayList;
import java.util.List;
import salvor.copier.pair.Comparison.Range;

/**
 * How far a confirmation is. As text, a line each, numbers in decimal:
 *
 * <pre>
 * salvor pair state 1
 * question HEX                  the SHA-256 of what is being confirmed, on which disks
 * windows N                     so many of the plan's windows are done, from the first
 * unreadable BYTES              of each disk, in the order of the command line
 * relation COMPARED DIFFERING FIRST METADATA UNREADABLE
 *                               of each relation of the plan, in its order; FIRST -1 for none
 * range FIRST LAST BYTES        of the relation before it
 * end
 * </pre>
 *
 * @param question what is being confirmed
 * @param windows done, from the first
 * @param unreadable bytes, by disk
 * @param comparisons by relation
 */
record PairState(
        String question, long windows, List<Long> unreadable, List<Comparison> comparisons) {

    private static final String TITLE = "salvor pair state 1";

    String text() {
        StringBuilder text = new StringBuilder(TITLE).append('\n');
        text.append("question ").append(question).append('\n');
        line(text, "windows", windows);
        unreadable.forEach(bytes -> line(text, "unreadable", bytes));
        for (Comparison c : comparisons) {
            line(
                    text,
                    "relation",
                    c.compared(),
                    c.differing(),
                    c.first(),
                    c.metadata(),
                    c.unreadable());
            c.ranges().forEach(r -> line(text, "range", r.first(), r.last(), r.bytes()));
        }
        return text.append("end\n").toString();
    }

    private static void line(StringBuilder text, String word, long... numbers) {
        text.append(word);
        for (long number : numbers) {
            text.append(' ').append(number);
        }
        text.append('\n');
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static PairState parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 4
                || !lines.getFirst().equals(TITLE)
                || !lines.get(1).startsWith("question ")
                || !lines.getLast().equals("end")) {
            throw new IllegalArgumentException("no state of a pair");
        }
        long windows = numbers(lines.get(2), "windows", 1)[0];
        List<Long> unreadable = new ArrayList<>();
        List<Comparison> comparisons = new ArrayList<>();
        for (String line : lines.subList(3, lines.size() - 1)) {
            if (line.startsWith("unreadable ")) {
                unreadable.add(numbers(line, "unreadable", 1)[0]);
            } else if (line.startsWith("relation ")) {
                long[] n = numbers(line, "relation", 5);
                comparisons.add(new Comparison(n[0], n[1], n[2], n[3], n[4], new ArrayList<>()));
            } else {
                long[] n = numbers(line, "range", 3);
                if (comparisons.isEmpty()) {
                    throw new IllegalArgumentException("a range of nothing");
                }
                comparisons.getLast().ranges().add(new Range(n[0], n[1], n[2]));
            }
        }
        String question = lines.get(1).substring("question ".length());
        return new PairState(question, windows, List.copyOf(unreadable), List.copyOf(comparisons));
    }

    private static long[] numbers(String line, String word, int count) {
        String[] words = line.split(" ", -1);
        if (words.length != count + 1 || !words[0].equals(word)) {
            throw new IllegalArgumentException("not a line of a pair's state: " + line);
        }
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = Long.parseLong(words[i + 1]);
        }
        return numbers;
    }
}
