package salvor.protocol.codec;

import org.jspecify.annotations.Nullable;

/** The types of a frame, with their numbers on the wire. */
public enum FrameType {
    HELLO(1, Shape.CONTROL),
    WELCOME(2, Shape.CONTROL),
    PING(3, Shape.BARE),
    TROUBLE(4, Shape.CONTROL),
    OPEN_EXPORT(10, Shape.CONTROL),
    EXPORT_OPENED(11, Shape.CONTROL),
    READ(12, Shape.BARE),
    BYTES(13, Shape.BULK),
    ZERO_BYTES(14, Shape.BARE),
    READ_FAILED(15, Shape.CONTROL),
    READ_END(16, Shape.BARE),
    FIND_DATA(17, Shape.BARE),
    DATA_FOUND(18, Shape.BARE),
    OPEN_IMAGE(20, Shape.CONTROL),
    IMAGE_OPENED(21, Shape.CONTROL),
    BLOCK(22, Shape.BULK),
    ZEROS(23, Shape.BARE),
    FILL(24, Shape.BARE),
    WRITTEN(25, Shape.BARE),
    FORCE(26, Shape.BARE),
    FORCED(27, Shape.BARE),
    HASH(28, Shape.CONTROL),
    HASHES(29, Shape.CONTROL),
    FAREWELL(30, Shape.BARE),
    LINEAR_HASH(31, Shape.CONTROL);

    /** What follows the header. */
    enum Shape {
        /** Nothing. */
        BARE,
        /** Fields. */
        CONTROL,
        /** Bytes of a device. */
        BULK
    }

    private static final @Nullable FrameType[] BY_CODE = new @Nullable FrameType[32];

    static {
        for (FrameType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;
    private final Shape shape;

    FrameType(int code, Shape shape) {
        this.code = code;
        this.shape = shape;
    }

    int code() {
        return code;
    }

    Shape shape() {
        return shape;
    }

    /** The type with this number. */
    static FrameType of(int code) {
        FrameType type = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
        if (type == null) {
            throw new WireException("unknown frame type " + code);
        }
        return type;
    }
}
