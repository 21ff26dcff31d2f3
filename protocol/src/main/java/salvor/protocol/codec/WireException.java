package salvor.protocol.codec;

import io.netty.handler.codec.DecoderException;

/** The peer's bytes break a rule of the wire format. The connection is of no more use. */
public final class WireException extends DecoderException {

    private static final long serialVersionUID = 1;

    public WireException(String why) {
        super(why);
    }
}
