package salvor.copier.pair;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** How memory is read eight bytes at a time. */
final class Words {

    static final ValueLayout.OfLong LITTLE =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Words() {}
}
