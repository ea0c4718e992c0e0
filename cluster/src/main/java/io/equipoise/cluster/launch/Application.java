package io.equipoise.cluster.launch;

import io.vertx.core.Deployable;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a fat jar is, for {@link Launcher#run}. Immutable: each {@code with} gives a new one.
 *
 * @param name the jar's name in messages, such as {@code balancer}
 * @param summary what it does, in one line
 * @param verticle makes one verticle; its configuration is what the schema let through
 * @param schema class-path resource of the JSON schema of its configuration
 * @param check looks at what is asked for, before anything starts; throws {@link InvalidConfig} when it cannot be,
 *     another {@link StartFailure} when it cannot be here and now
 * @param endLimits how long an end may take with that configuration
 * @param instancesAreLoops whether {@code -instances N} means one verticle told to use N event loops, in the key
 *     {@code loops}, instead of N verticles
 * @param givesMemoryBack whether the process is to be no larger than it needs, see {@link SpareMemory} and {@link
 *     SpareNativeMemory}
 * @param commands what else the jar does, by the words that ask for it; shown by its help, seen to before {@link
 *     Launcher#run}
 */
public record Application(
        String name,
        String summary,
        Supplier<? extends Deployable> verticle,
        String schema,
        Consumer<Plan> check,
        Function<JsonObject, EndLimits> endLimits,
        boolean instancesAreLoops,
        boolean givesMemoryBack,
        Map<String, String> commands) {

    private static final EndLimits END_LIMITS = EndLimits.ofClose(Duration.ofSeconds(60));

    /** An application whose instances are verticles and whose close takes a minute at most. */
    public static Application of(String name, String summary, Supplier<? extends Deployable> verticle, String schema) {
        return new Application(
                name, summary, verticle, schema, plan -> {}, config -> END_LIMITS, false, false, Map.of());
    }

    /** The same with a look at what is asked for before anything starts. */
    public Application withCheck(Consumer<Plan> newCheck) {
        return new Application(
                name, summary, verticle, schema, newCheck, endLimits, instancesAreLoops, givesMemoryBack, commands);
    }

    /** The same with limits for its end. */
    public Application withEndLimits(Function<JsonObject, EndLimits> newLimits) {
        return new Application(
                name, summary, verticle, schema, check, newLimits, instancesAreLoops, givesMemoryBack, commands);
    }

    /** The same as one verticle that is told how many event loops to use. */
    public Application withInstancesAsLoops() {
        return new Application(name, summary, verticle, schema, check, endLimits, true, givesMemoryBack, commands);
    }

    /** The same, giving back memory that it does not need, as what waits for work most of its life should. */
    public Application withMemoryGivenBack() {
        return new Application(name, summary, verticle, schema, check, endLimits, instancesAreLoops, true, commands);
    }

    /** The same with one thing more that the jar does, for its help. */
    public Application withCommand(String words, String text) {
        Map<String, String> more = new LinkedHashMap<>(commands);
        more.put(words, text);
        return new Application(
                name, summary, verticle, schema, check, endLimits, instancesAreLoops, givesMemoryBack, more);
    }
}
