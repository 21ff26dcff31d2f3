package salvor.copier.cli;

import java.io.IOException;

/** An operand cannot be opened: the one trouble that {@code cmp -s} keeps to itself. */
final class OpenException extends IOException {

    private static final long serialVersionUID = 1;

    OpenException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
