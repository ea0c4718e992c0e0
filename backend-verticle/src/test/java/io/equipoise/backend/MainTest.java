package io.equipoise.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.cluster.launch.ConfigSource;
import io.equipoise.cluster.launch.InvalidConfig;
import io.equipoise.cluster.launch.Plan;
import io.equipoise.cluster.launch.StartFailure;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is looked at before a backend starts. */
class MainTest {
    private static JsonObject read(String conf) {
        return ConfigSource.of(BackendConfig.SCHEMA, Map.of()).read(Optional.of(conf.strip()));
    }

    private static void check(String conf, int instances) {
        Main.application().check().accept(new Plan(read(conf), false, instances));
    }

    @Test
    void every_default_of_the_schema_is_the_default_of_the_record() {
        assertThat(BackendConfig.of(read("""
                {"service": "default", "type": "echo", "port": 0, "weight": 100, "lease": "6s",
                 "drain": {"announce": "2s", "deadline": "30s"}}
                """))).isEqualTo(BackendConfig.of(new JsonObject()));
    }

    @Test
    void several_instances_need_free_ports() {
        assertThatThrownBy(() -> check("{\"port\": 4000}", 3))
                .isInstanceOf(InvalidConfig.class)
                .hasMessage("port is 4000; allowed is 0 for 3 instances, so that each gets a free one");
        assertThatCode(() -> check("{}", 3)).doesNotThrowAnyException();
    }

    @Test
    void F3_a_port_in_use_is_found_before_anything_starts() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String conf = "{\"host\": \"127.0.0.1\", \"port\": " + other.getLocalPort() + "}";
            assertThatThrownBy(() -> check(conf, 1))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("port is " + other.getLocalPort() + ", where something listens already");
        }
    }

    @Test
    void a_sidecar_opens_no_port() {
        assertThatCode(() -> check("{\"type\": \"sidecar\", \"target\": \"127.0.0.1:1\", \"host\": \"192.0.2.7\"}", 1))
                .doesNotThrowAnyException();
    }
}
