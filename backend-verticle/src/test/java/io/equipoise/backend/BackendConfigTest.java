package io.equipoise.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.cluster.launch.ConfigSource;
import io.equipoise.cluster.launch.HostPort;
import io.equipoise.cluster.launch.InvalidConfig;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendConfigTest {
    @Test
    void nothing_at_all_is_an_echo_on_a_free_port() {
        assertThat(read("{}"))
                .isEqualTo(
                        new BackendConfig(BackendType.ECHO, Optional.empty(), 0, Profile.DEFAULTS, Optional.empty()));
    }

    @Test
    void everything_can_be_said() {
        BackendConfig config = read("""
                {"service": "orders", "type": "http", "host": "0.0.0.0", "port": 9000, "advertisedHost": "10.0.0.7",
                 "id": "orders-1", "weight": 256, "zone": "a", "lease": "3s", "tags": {"build": "1.2"},
                 "drain": {"announce": "500ms", "deadline": "PT1M"}, "cluster": {"secret": "sixteen letters!"}}
                """);
        assertThat(config.type()).isEqualTo(BackendType.HTTP);
        assertThat(config.port()).isEqualTo(9_000);
        assertThat(config.profile())
                .isEqualTo(new Profile(
                        "orders",
                        Optional.of("orders-1"),
                        Optional.of("10.0.0.7"),
                        256,
                        "a",
                        Duration.ofSeconds(3),
                        Map.of("build", "1.2"),
                        Optional.of("sixteen letters!"),
                        new DrainLimits(Duration.ofMillis(500), Duration.ofMinutes(1))));
    }

    @Test
    void a_sidecar_has_a_target_and_checks_it_every_second() {
        assertThat(read("{\"type\": \"sidecar\", \"target\": \"db.example:5432\"}")
                        .target())
                .contains(new TargetConfig(
                        new HostPort("db.example", 5_432), Duration.ofSeconds(1), Duration.ofMillis(400)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"servcie": "a"}                             | servcie is an unknown key; did you mean service?
            {"service": "a b"}                           | service is "a b"; allowed is 1 to 64 letters, digits, '.', '_', ':' or '-'
            {"type": "tcp"}                              | type is "tcp"; allowed is one of "echo", "http", "sidecar"
            {"host": "db.example"}                       | host is "db.example"; allowed is an IP address, or "localhost"
            {"host": "300.1.1.1"}                        | host is "300.1.1.1"; allowed is an IP address, or "localhost"
            {"host": "::::"}                             | host is "::::"; allowed is an IP address, or "localhost"
            {"advertisedHost": "everywhere"}             | advertisedHost is "everywhere"; allowed is an IP address, or "localhost"
            {"port": 65536}                              | port is 65536; allowed is a whole number from 0 to 65535
            {"port": "80"}                               | port is "80"; allowed is a whole number from 0 to 65535
            {"weight": 0}                                | weight is 0; allowed is a whole number from 1 to 256
            {"weight": 257}                              | weight is 257; allowed is a whole number from 1 to 256
            {"weight": 1.5}                              | weight is 1.5; allowed is a whole number from 1 to 256
            {"id": "näme"}                               | id is "näme"; allowed is 1 to 64 letters, digits, '.', '_', ':' or '-'
            {"zone": ""}                                 | zone is ""; allowed is 1 to 64 letters, digits, '.', '_', ':' or '-'
            {"lease": "500ms"}                           | lease is "500ms"; allowed is a duration such as "2s", "500ms", "5m", "1h" or "PT2S", at least 1s and at most 10m
            {"lease": 6}                                 | lease is 6; allowed is a duration
            {"tags": {"a b": "x"}}                       | 1 to 64 letters, digits, '.', '_', ':' or '-'
            {"tags": {"a": 1}}                           | tags.a is 1; allowed is a text
            {"drain": {"deadline": "2h"}}                | drain.deadline is "2h"; allowed is a duration
            {"drain": {"anounce": "1s"}}                 | drain.anounce is an unknown key; did you mean announce?
            {"type": "sidecar"}                          | target is missing; allowed is the address "host:port" of the sidecar's service
            {"type": "sidecar", "target": "db"}          | target is "db"; allowed is an address "host:port" with a port from 1 to 65535
            {"type": "sidecar", "target": "db:0"}        | target is "db:0"; allowed is an address "host:port" with a port from 1 to 65535
            {"type": "sidecar", "target": "db:1", "port": 5} | port is 5; allowed is none for a sidecar: its target has one
            {"target": "db:5432"}                        | target is "db:5432"; allowed is none unless type is "sidecar"
            {"check": {"interval": "1ms"}}               | check.interval is "1ms"; allowed is a duration
            {"cluster": {"secret": "too short"}}         | cluster.secret is not as it must be (its value is not shown)
            {"cluster": {"name": "x"}}                   | cluster.name is an unknown key
            """)
    void F1_F2_a_mistake_is_named_with_its_value_and_what_is_allowed(String conf, String line) {
        assertThatThrownBy(() -> read(conf))
                .isInstanceOf(InvalidConfig.class)
                .message()
                .contains(line)
                .doesNotContain("\n")
                .doesNotContain("too short");
    }

    @Test
    void a_configuration_that_no_schema_has_seen_is_looked_at_as_well() {
        for (String conf : new String[] {
            "{\"type\": 5}", "{\"port\": -1}", "{\"host\": \"x\"}", "{\"lease\": \"soon\"}", "{\"tags\": {\"a\": 1}}"
        }) {
            assertThatThrownBy(() -> BackendConfig.of(new JsonObject(conf))).isInstanceOf(InvalidConfig.class);
        }
    }

    @Test
    void it_binds_where_balancers_connect_and_to_no_more_than_that() {
        assertThat(read("{}").bindHost("127.0.0.1")).isEqualTo("127.0.0.1");
        assertThat(read("{}").bindHost("10.0.0.7")).isEqualTo("0.0.0.0");
        assertThat(read("{}").bindHost("fd00::7")).isEqualTo("::");
        assertThat(read("{\"host\": \"localhost\"}").bindHost("10.0.0.7")).isEqualTo("127.0.0.1");
    }

    @Test
    void a_specific_host_is_where_it_is_reached_and_a_wildcard_is_not() {
        assertThat(read("{\"host\": \"10.0.0.7\"}").profile().host()).contains("10.0.0.7");
        assertThat(read("{\"host\": \"0.0.0.0\"}").profile().host()).isEmpty();
        assertThat(read("{\"host\": \"::\"}").profile().host()).isEmpty();
        assertThat(read("{\"host\": \"10.0.0.7\", \"advertisedHost\": \"192.0.2.1\"}")
                        .profile()
                        .host())
                .contains("192.0.2.1");
    }

    @Test
    void F7_the_secret_is_never_printed() {
        assertThat(read("{\"cluster\": {\"secret\": \"sixteen letters!\"}}").toString())
                .contains("secret=set")
                .doesNotContain("sixteen");
    }

    @Test
    void the_close_limit_leaves_time_for_the_drain_that_is_configured() {
        JsonObject config = new JsonObject("{\"drain\": {\"announce\": \"5s\", \"deadline\": \"10m\"}}");
        assertThat(Main.application().endLimits().apply(config).close())
                .isGreaterThan(Duration.ofMinutes(10).plusSeconds(15));
    }

    @Test
    void limits_below_zero_cannot_be() {
        assertThatThrownBy(() -> new DrainLimits(Duration.ofSeconds(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("announce is PT-1S");
    }

    private static BackendConfig read(String conf) {
        JsonObject config =
                ConfigSource.of(Main.application().schema(), Map.of()).read(Optional.of(conf));
        return BackendConfig.of(config);
    }
}
