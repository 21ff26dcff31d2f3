package salvor.copier.rescue;

import salvor.copier.map.RescueMap;

/** Makes policies of one kind, as {@code AdaptivePolicy::new} does. */
@FunctionalInterface
public interface Policies {

    /**
     * A policy that begins with what a map knows.
     *
     * @param map from now on the policy's own
     */
    Policy over(RescueMap map, RescueOptions options);
}
