package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.BalancerConfigReader;
import io.equipoise.balancer.config.DrainConfig;
import io.equipoise.cluster.launch.ConfigReader;
import io.equipoise.cluster.launch.ConfigSource;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration in the ConfigMaps is one that the programs take, with the secrets and the names that pods have. */
class ManifestConfigTest {
    private static final Manifests MANIFESTS = Manifests.OURS;
    private static final String SECRETS = "/etc/equipoise/secret";
    private static final String SECRET = "a-secret-of-enough-letters";

    /** What closing takes beside the drain, at most. */
    private static final Duration CLOSING = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    @BeforeEach
    void writeSecrets() throws IOException {
        Files.writeString(folder.resolve("admin-token"), SECRET + "\n");
        Files.writeString(folder.resolve("cluster-secret"), SECRET + "\n");
    }

    @Test
    void a_balancer_takes_its_configuration_and_has_the_secrets() {
        BalancerConfig config = BalancerConfigReader.read(read("balancer", BalancerConfigReader.SCHEMA));
        assertThat(config.registration().clusterSecret()).contains(SECRET);
        assertThat(config.admin().tokens()).containsValue(SECRET);
        assertThat(config.admin().isLoopback()).isFalse();
        assertThat(config.admin().publicReads()).isFalse();
    }

    @Test
    void a_backend_takes_its_configuration_and_is_named_as_its_pod() {
        ConfigReader config = ConfigReader.of(read("backend", "io/equipoise/backend/backend.schema.json"));
        assertThat(config.text("id")).contains("backend-5d8c7f-x2x4z");
        assertThat(config.section("cluster").text("secret")).contains(SECRET);
    }

    @Test
    void a_client_takes_its_configuration_and_retries_its_connects() {
        ConfigReader config = ConfigReader.of(read("client", "io/equipoise/client/client.schema.json"));
        assertThat(config.section("cluster").text("secret")).contains(SECRET);
        assertThat(config.text("target")).as("found in the cluster").isEmpty();
        assertThat(config.duration("connectRetryFor", Duration.ZERO)).isPositive();
    }

    @Test
    void pods_are_given_more_time_to_leave_than_the_programs_take_at_most() {
        DrainConfig balancer = BalancerConfigReader.read(read("balancer", BalancerConfigReader.SCHEMA))
                .drain();
        assertThat(balancer.lameDuck()).isPositive();
        assertThat(grace("balancer"))
                .isGreaterThan(balancer.lameDuck().plus(balancer.deadline()).plus(CLOSING));

        ConfigReader backend = ConfigReader.of(read("backend", "io/equipoise/backend/backend.schema.json"))
                .section("drain");
        Duration drain = backend.duration("announce", Duration.ZERO).plus(backend.duration("deadline", Duration.ZERO));
        assertThat(drain).isPositive();
        assertThat(grace("backend")).isGreaterThan(drain.plus(CLOSING));

        ConfigReader client = ConfigReader.of(read("client", "io/equipoise/client/client.schema.json"));
        assertThat(grace("client"))
                .isGreaterThan(
                        client.duration("requestTimeout", Duration.ofSeconds(5)).plus(CLOSING));
    }

    private static Duration grace(String workload) {
        return Duration.ofSeconds(MANIFESTS.workload(workload).pod().getTerminationGracePeriodSeconds());
    }

    private JsonObject read(String workload, String schema) {
        String written = MANIFESTS.workload(workload).config(MANIFESTS).replace(SECRETS, folder.toString());
        return ConfigSource.of(schema, Map.of("POD_NAME", "backend-5d8c7f-x2x4z", "EQUIPOISE_LOG", "json"))
                .read(Optional.of(written));
    }
}
