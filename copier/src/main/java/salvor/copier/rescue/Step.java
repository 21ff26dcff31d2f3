package salvor.copier.rescue;

import salvor.protocol.message.Extent;

/** What a policy wants done next. */
public sealed interface Step {

    /** Read this: never empty, inside the device, whole sectors except at the device's end. */
    record Read(Extent extent) implements Step {}

    /** Nothing more can be chosen until an outstanding read is reported. */
    record Wait() implements Step {}

    /** Nothing is left that this policy would ask for. */
    record Done() implements Step {}
}
