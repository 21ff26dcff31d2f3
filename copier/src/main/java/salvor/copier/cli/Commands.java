package salvor.copier.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the command objects; those whose constructor takes an {@link Output} get the process's. */
final class Commands implements IFactory {

    private final Output output;

    Commands(Output output) {
        this.output = output;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1
                    && constructor.getParameterTypes()[0] == Output.class) {
                return type.cast(constructor.newInstance(output));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
