package io.equipoise.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class UsageTest {
    private static final String SCHEMA = "io/equipoise/cluster/launch/sample.schema.json";

    private static String usage() {
        return Usage.of(
                Application.of("sample", "Does this and that.", () -> context -> Future.succeededFuture(), SCHEMA));
    }

    @Test
    void it_says_how_the_jar_is_run_and_what_it_does() {
        assertThat(usage())
                .startsWith("Usage: java -jar sample-verticle-fat.jar [options]")
                .contains("Does this and that.");
    }

    @Test
    void it_lists_what_else_the_jar_does() {
        Application more = Application.of("sample", "", () -> context -> Future.succeededFuture(), SCHEMA)
                .withCommand("look …", "Looks around.");
        assertThat(Usage.of(more).lines()).anyMatch(line -> line.matches(" {2}look … +Looks around\\."));
        assertThat(usage()).doesNotContain("Commands:");
    }

    @Test
    void it_lists_the_options() {
        assertThat(usage().lines())
                .anyMatch(line -> line.matches(" {2}-conf FILE\\|JSON +Configuration: a JSON file, or JSON itself\\."))
                .anyMatch(line -> line.startsWith("  -DNAME=VALUE "));
    }

    @Test
    void it_lists_the_keys_that_the_schema_describes_with_choices_and_defaults() {
        assertThat(usage().lines())
                .anyMatch(line -> line.matches(" {2}kind +what it serves: echo, http; default echo"))
                .anyMatch(line -> line.matches(" {2}idleTimeout +ends what is silent; default 1m"))
                .anyMatch(line -> line.matches(" {2}listeners\\[]\\.port +where it listens"))
                .anyMatch(line -> line.matches(" {2}services\\.<name>\\.timeout +for one attempt"));
    }
}
