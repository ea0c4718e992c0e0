package io.equipoise.balancer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.balancer.config.ServiceConfig.StaticBackend;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.launch.ConfigSource;
import io.equipoise.cluster.launch.InvalidConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BalancerConfigReaderTest {
    private static BalancerConfig read(String conf) {
        return BalancerConfigReader.read(
                ConfigSource.of(BalancerConfigReader.SCHEMA, Map.of()).read(Optional.of(conf.strip())));
    }

    @Test
    void the_example_in_the_README_is_a_configuration() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String example = readme.substring(readme.indexOf("```json") + 7);
        example = example.substring(0, example.indexOf("```")).strip();
        BalancerConfig config = BalancerConfigReader.read(
                ConfigSource.of(BalancerConfigReader.SCHEMA, Map.of("EQUIPOISE_CLUSTER_SECRET", "0123456789abcdef"))
                        .read(Optional.of(example)));
        assertThat(config.listeners()).extracting(ListenerConfig::name).containsExactly("web", "db");
        assertThat(config.service("db").backends()).hasSize(2);
    }

    @Test
    void nothing_said_is_what_the_behaviour_page_says() {
        BalancerConfig config = read("{}");
        assertThat(config.listeners())
                .containsExactly(new ListenerConfig("default", "0.0.0.0", 8_080, "default", 4_096));
        assertThat(config.services()).isEmpty();
        assertThat(config.registration()).isEqualTo(new RegistrationConfig(List.of(), 1_024, 65_535, Optional.empty()));
        assertThat(config.drain()).isEqualTo(new DrainConfig(Duration.ZERO, Duration.ofSeconds(30)));
        assertThat(config.accessLog()).isEqualTo(new AccessLogConfig(true, 1));
        assertThat(config.admin()).isEqualTo(new AdminConfig("127.0.0.1", 8_081, Map.of(), false));
        assertThat(config.metrics()).isEqualTo(new MetricsConfig(true, 1_000));
        assertThat(config.decisions()).isEqualTo(new DecisionsConfig(true, 50));
        assertThat(config.kubernetes())
                .isEqualTo(new KubernetesConfig(
                        "/var/run/secrets/kubernetes.io/serviceaccount",
                        new DeletionCostConfig(false, Duration.ofSeconds(30))));
        assertThat(config.loops()).isZero();
        assertThat(config.zone()).isEmpty();
    }

    @Test
    void a_service_that_says_nothing_is_what_the_behaviour_page_says() {
        ServiceConfig expected = new ServiceConfig(
                "least-connections",
                List.of(),
                0,
                50,
                new HealthConfig(
                        Duration.ofMillis(500),
                        Duration.ofMillis(400),
                        Duration.ofSeconds(2),
                        2,
                        2,
                        Duration.ofSeconds(10),
                        Optional.empty(),
                        Optional.empty(),
                        5,
                        Duration.ofSeconds(30)),
                new ConnectConfig(Duration.ofSeconds(2), 3, Duration.ofSeconds(5), 0),
                new QueueConfig(1_024, Duration.ofSeconds(5)),
                new RelayConfig(
                        Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO, Duration.ZERO, 128 * 1024, 1 << 20));
        assertThat(read("{\"services\": {\"db\": {}}}").service("db")).isEqualTo(expected);
        assertThat(read("{}").service("whatever")).isEqualTo(expected);
    }

    @Test
    void every_default_of_the_schema_is_the_default_of_the_record() throws IOException {
        JsonObject schema = schema();
        JsonObject service = defaults(schema, schema.getJsonObject("$defs").getJsonObject("service"));
        JsonObject listener = defaults(
                schema,
                schema.getJsonObject("properties").getJsonObject("listeners").getJsonObject("items"));
        assertThat(service.fieldNames())
                .containsExactlyInAnyOrder(
                        "policy", "maxConnectionsPerBackend", "panicPercent", "health", "connect", "queue", "relay");
        JsonObject all = defaults(schema, schema)
                .put("services", new JsonObject().put("s", service))
                .put("listeners", new JsonArray().add(listener.put("name", "default")));
        BalancerConfig written = read(all.encode());
        assertThat(written.service("s")).isEqualTo(ServiceConfig.DEFAULTS);
        BalancerConfig silent = read("{}");
        assertThat(written)
                .usingRecursiveComparison()
                .ignoringFields("services")
                .isEqualTo(silent);
    }

    @Test
    void every_key_reaches_the_records() {
        BalancerConfig config = read("""
                {"listeners": [{"name": "web", "host": "127.0.0.1", "port": 1, "service": "db", "backlog": 7}],
                 "services": {"db": {
                   "policy": "source-hash", "backends": ["10.0.0.1:5432", {"address": "[::1]:1", "weight": 3}],
                   "maxConnectionsPerBackend": 9, "panicPercent": 0,
                   "health": {"interval": "1s", "timeout": "2s", "downInterval": "3s", "rise": 4, "fall": 5,
                     "sessionGrace": "6s", "send": "PING\\n", "expect": "PONG", "ejectAfter": 0, "ejectFor": "7s"},
                   "connect": {"timeout": "8s", "attempts": 9, "deadline": "10s", "replay": "11KiB"},
                   "queue": {"places": 0, "timeout": "11s"},
                   "relay": {"idleTimeout": "12s", "halfOpenTimeout": "13s", "clientFirstByteTimeout": "14s",
                     "maxLifetime": "15s", "buffer": "16KiB", "spliceAfter": "17KiB"}}},
                 "registration": {"allowedNetworks": ["10.0.0.0/8"], "minPort": 2, "maxPort": 3},
                 "cluster": {"secret": "0123456789abcdef"},
                 "drain": {"lameDuck": "17s", "deadline": "18s"},
                 "metrics": {"enabled": false, "backendHistograms": 6},
                 "accessLog": {"enabled": false, "sample": 0.25},
                 "decisions": {"enabled": false, "perSecond": 7},
                 "admin": {"host": "0.0.0.0", "port": 4, "token": "fedcba9876543210",
                           "tokens": {"ci": "0123456789abcdef0"}, "publicReads": true},
                 "kubernetes": {"serviceAccount": "/here", "deletionCost": {"enabled": false, "every": "19s"}},
                 "loops": 5, "zone": "z"}
                """);
        ServiceConfig service = new ServiceConfig(
                "source-hash",
                List.of(new StaticBackend("10.0.0.1", 5_432, 100), new StaticBackend("::1", 1, 3)),
                9,
                0,
                new HealthConfig(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        4,
                        5,
                        Duration.ofSeconds(6),
                        Optional.of("PING\n"),
                        Optional.of("PONG"),
                        0,
                        Duration.ofSeconds(7)),
                new ConnectConfig(Duration.ofSeconds(8), 9, Duration.ofSeconds(10), 11 * 1024),
                new QueueConfig(0, Duration.ofSeconds(11)),
                new RelayConfig(
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(13),
                        Duration.ofSeconds(14),
                        Duration.ofSeconds(15),
                        16 * 1024,
                        17 * 1024));
        assertThat(config)
                .isEqualTo(new BalancerConfig(
                        List.of(new ListenerConfig("web", "127.0.0.1", 1, "db", 7)),
                        Map.of("db", service),
                        new RegistrationConfig(List.of("10.0.0.0/8"), 2, 3, Optional.of("0123456789abcdef")),
                        new DrainConfig(Duration.ofSeconds(17), Duration.ofSeconds(18)),
                        new MetricsConfig(false, 6),
                        new AccessLogConfig(false, 0.25),
                        new DecisionsConfig(false, 7),
                        new AdminConfig(
                                "0.0.0.0", 4, Map.of("admin", "fedcba9876543210", "ci", "0123456789abcdef0"), true),
                        new KubernetesConfig("/here", new DeletionCostConfig(false, Duration.ofSeconds(19))),
                        5,
                        "z"));
    }

    @Test
    void deletion_costs_are_kept_when_that_is_said() {
        assertThat(read("{\"kubernetes\": {\"deletionCost\": {\"enabled\": true}}}")
                        .kubernetes()
                        .deletionCost())
                .isEqualTo(new DeletionCostConfig(true, Duration.ofSeconds(30)));
    }

    @Test
    void the_policies_of_the_schema_are_those_that_there_are() throws IOException {
        JsonArray inSchema = schema().getJsonObject("$defs")
                .getJsonObject("service")
                .getJsonObject("properties")
                .getJsonObject("policy")
                .getJsonArray("enum");
        assertThat(inSchema.stream().map(String::valueOf).toList()).isEqualTo(SelectionPolicy.names());
    }

    @Test
    void a_listener_without_a_name_is_called_by_its_place() {
        assertThat(read("{\"listeners\": [{\"port\": 1}, {\"port\": 2}]}").listeners())
                .extracting(ListenerConfig::name)
                .containsExactly("listener-0", "listener-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"listeners": [{"name": "a", "port": 1}, {"name": "a", "port": 2}]} | listeners[1].name is "a"; allowed is a name that no other listener has
            {"listeners": [{"port": 1}, {"name": "listener-0", "port": 2}]}     | listeners[1].name is "listener-0"; allowed is a name that no other listener has
            {"listeners": [{"port": 1}, {"port": 1}]}                           | listeners[1].port is 1; allowed is a port that no other listener has on that address; listener-0 is on 0.0.0.0:1
            {"listeners": [{}, {}]}                                             | listeners[1].port is missing; allowed is a port that no other listener has
            {"listeners": [{"host": "127.0.0.1", "port": 1}, {"port": 1}]}      | listeners[1].port is 1; allowed is a port that no other listener has
            {"listeners": [{"port": 1}, {"host": "localhost", "port": 1}]}      | listeners[1].port is 1; allowed is a port that no other listener has
            {"listeners": [{"host": "::", "port": 1}, {"port": 1}]}             | listeners[1].port is 1; allowed is a port that no other listener has
            {"listeners": [{"host": "::1", "port": 1}, {"host": "::", "port": 1}]} | listeners[1].port is 1; allowed is a port that no other listener has
            {"services": {"a": {"backends": ["b:1", {"address": "b:1"}]}}}      | services.a.backends[1].address is "b:1"; allowed is each address once in a service
            {"registration": {"minPort": 2000, "maxPort": 1999}}                | registration.maxPort is 1999; allowed is minPort, which is 2000, or more
            {"registration": {"maxPort": 1023}}                                 | registration.maxPort is 1023; allowed is minPort, which is 1024, or more
            {"admin": {"host": "0.0.0.0"}}                                      | admin.host is "0.0.0.0"; allowed is a loopback address as long as admin.token is missing
            {"admin": {"host": "10.0.0.1"}}                                     | admin.host is "10.0.0.1"; allowed is a loopback address
            {"admin": {"host": "127.0.0.1.example.org"}}                        | admin.host is "127.0.0.1.example.org"; allowed is a loopback address
            {"admin": {"host": "::"}}                                           | admin.host is "::"; allowed is a loopback address
            {"admin": {"token": "0123456789abcdef", "tokens": {"admin": "fedcba9876543210"}}}   | admin.tokens.admin has the name of admin.token; allowed is another
            {"admin": {"token": "0123456789abcdef", "tokens": {"ci": "0123456789abcdef"}}}      | admin.tokens.ci is the token of another name too; allowed is one of its own
            {"kubernetes": {"deletionCost": {"enabled": true}}, "metrics": {"enabled": false}}  | kubernetes.deletionCost.enabled is true; allowed is false as long as metrics.enabled is false
            """)
    void what_must_not_be_together_is_named(String conf, String complaint) {
        assertThatThrownBy(() -> read(conf))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageStartingWith(complaint.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"listeners\": [{\"port\": 0}, {\"port\": 0}]}",
                "{\"listeners\": [{\"host\": \"127.0.0.1\", \"port\": 1}, {\"host\": \"127.0.0.2\", \"port\": 1}]}",
                "{\"listeners\": [{\"port\": 1}, {\"host\": \"::1\", \"port\": 1}]}",
                "{\"services\": {\"a\": {\"backends\": [\"b:1\", \"b:2\"]}, \"c\": {\"backends\": [\"b:1\"]}}}",
                "{\"admin\": {\"host\": \"127.8.8.8\"}}",
                "{\"admin\": {\"host\": \"::1\"}}",
                "{\"admin\": {\"host\": \"localhost\"}}",
                "{\"registration\": {\"minPort\": 80, \"maxPort\": 80}}",
                "{\"metrics\": {\"enabled\": false}}"
            })
    void what_may_be_together_is_taken(String conf) {
        assertThatCode(() -> read(conf)).doesNotThrowAnyException();
    }

    @Test
    void F7_secrets_are_not_in_the_text_of_a_configuration() {
        BalancerConfig config =
                read("{\"cluster\": {\"secret\": \"0123456789abcdef\"}, \"admin\": {\"token\": \"fedcba9876543210\"}}");
        assertThat(config.toString())
                .doesNotContain("0123456789abcdef", "fedcba9876543210")
                .contains("clusterSecret=set", "tokens=[admin]");
    }

    private static JsonObject schema() throws IOException {
        try (InputStream stream =
                BalancerConfigReader.class.getClassLoader().getResourceAsStream(BalancerConfigReader.SCHEMA)) {
            return new JsonObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** An object that says every default of that place, those further down included. */
    private static JsonObject defaults(JsonObject schema, JsonObject place) {
        JsonObject said = new JsonObject();
        for (Map.Entry<String, Object> property : place.getJsonObject("properties")) {
            JsonObject child = (JsonObject) property.getValue();
            String reference = child.getString("$ref", "");
            JsonObject definition = schema.getJsonObject("$defs")
                    .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1), child);
            if (child.containsKey("default")) {
                said.put(property.getKey(), child.getValue("default"));
            } else if (definition.containsKey("properties")) {
                JsonObject below = defaults(schema, definition);
                if (!below.isEmpty()) {
                    said.put(property.getKey(), below);
                }
            }
        }
        return said;
    }
}
