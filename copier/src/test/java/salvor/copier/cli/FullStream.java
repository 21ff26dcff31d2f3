package salvor.copier.cli;

import java.io.IOException;
import java.io.OutputStream;

/** A stream to a disk that is full. */
final class FullStream extends OutputStream {

    @Override
    public void write(int b) throws IOException {
        throw new IOException("No space left on device");
    }
}
