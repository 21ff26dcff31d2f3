package salvor.copier.cli;

/** What a run of {@code cmp} left behind; output as Latin-1, so that no byte is lost. */
record CmpOutcome(int status, String output, String error) {}
