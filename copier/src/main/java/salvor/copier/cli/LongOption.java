package salvor.copier.cli;

/**
 * A long option.
 *
 * @param name without the dashes
 * @param takesValue whether it needs a value
 * @param key what the parser gives for it; the letter of the short option that means the same
 * @param exact whether it must be written out in full
 */
record LongOption(String name, boolean takesValue, char key, boolean exact) {}
