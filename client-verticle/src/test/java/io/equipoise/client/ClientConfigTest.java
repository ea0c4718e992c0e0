package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.client.protocol.PayloadSize;
import io.equipoise.cluster.launch.ConfigSource;
import io.equipoise.cluster.launch.InvalidConfig;
import io.equipoise.cluster.launch.Plan;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientConfigTest {
    private static final String SCHEMA = ClientConfig.SCHEMA;

    @Test
    void every_default_of_the_schema_is_the_default_of_the_record() throws IOException {
        JsonObject defaults = new JsonObject();
        for (Map.Entry<String, Object> property : schema().getJsonObject("properties")) {
            Object value = ((JsonObject) property.getValue()).getValue("default");
            if (value != null) {
                defaults.put(property.getKey(), value);
            }
        }
        assertThat(defaults.size()).isEqualTo(19);
        assertThat(ClientConfig.from(defaults)).isEqualTo(ClientConfig.from(new JsonObject()));
    }

    @Test
    void every_key_reaches_the_record() {
        ClientConfig config = read("""
                {"target": "[::1]:80", "service": "web", "connections": 3, "duration": "2m", "requests": 100,
                 "requestsPerConnection": 1, "newConnections": 0.25, "protocol": "http", "path": "/slow?ms=5", "payload": "1KiB", "rate": 2.5,
                 "connectTimeout": "1s",
                 "tls": {"enabled": true, "ca": "ca.pem", "serverName": "web.test"}, "connectRetries": 2, "connectRetryFor": "7s", "requestTimeout": "3s", "seed": 9,
                 "members": 3, "run": "nightly", "membersTimeout": "30s",
                 "reportInterval": "500ms", "report": "out.json", "html": "out.html"}
                """);
        assertThat(config.target().orElseThrow().host()).isEqualTo("::1");
        assertThat(config)
                .isEqualTo(new ClientConfig(
                        config.target(),
                        "web",
                        3,
                        Duration.ofMinutes(2),
                        100,
                        1,
                        0.25,
                        ClientConfig.Speaks.HTTP,
                        "/slow?ms=5",
                        new PayloadSize.Fixed(1024),
                        2.5,
                        List.of(),
                        Duration.ofSeconds(1),
                        Optional.of(new Tls(Optional.of("ca.pem"), false, Optional.of("web.test"))),
                        2,
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(3),
                        9,
                        3,
                        "nightly",
                        Duration.ofSeconds(30),
                        Duration.ofMillis(500),
                        Optional.of("out.json"),
                        Optional.of("out.html")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"conections\": 5}            | conections",
                "{\"connections\": 0}           | connections is 0",
                "{\"connections\": \"many\"}    | connections is",
                "{\"target\": \"8080\"}         | target is \"8080\"",
                "{\"duration\": 20}             | duration is 20",
                "{\"duration\": \"20 s\"}       | duration is \"20 s\"",
                "{\"payload\": \"0B\"}          | payload is \"0B\"",
                "{\"payload\": \"17MiB\"}       | payload is \"17MiB\"",
                "{\"payload\": \"2KiB-1KiB\"}   | payload is \"2KiB-1KiB\"; allowed is a size from 1B to 16MiB, a"
                        + " range",
                "{\"payload\": 64}              | payload is 64; allowed is a size",
                "{\"payload\": []}              | payload is []; allowed is a size",
                "{\"payload\": [\"1KiB\", \"1k\"]} | payload[1] is \"1k\"; allowed is a size",
                "{\"newConnections\": 1.5}      | newConnections is 1.5",
                "{\"protocol\": \"udp\"}        | protocol is \"udp\"",
                "{\"path\": \"hello\"}          | path is \"hello\"",
                "{\"rate\": -1}                 | rate is -1",
                "{\"requestTimeout\": \"0s\"}   | requestTimeout is \"0s\"",
                "{\"connectRetries\": 101}      | connectRetries is 101",
                "{\"connectRetryFor\": \"2h\"}  | connectRetryFor is \"2h\"",
                "{\"service\": \"a b\"}         | service is \"a b\"",
                "{\"report\": \"\"}             | report is \"\"",
                "{\"stages\": []}             | stages is []",
                "{\"stages\": [{\"hold\": \"1s\"}]} | stages[0].rate is missing",
                "{\"stages\": [{\"rate\": 1, \"hold\": \"1\"}]} | stages[0].hold is \"1\"",
                "{\"stages\": [{\"rate\": 1}]} | stages[0].hold is missing; allowed is a duration above \"0s\"",
                "{\"stages\": [{\"rate\": 0, \"hold\": \"1s\"}]} | at least one stage with a rate above 0",
                "{\"stages\": [{\"rate\": 1, \"hold\": \"1s\"}], \"rate\": 5} | stages and rate are both there",
                "{\"stages\": [{\"rate\": 1, \"hold\": \"1s\"}], \"duration\": \"5s\"} | stages and duration are both",
            })
    void a_mistake_is_named_with_its_key_and_value(String json, String named) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(InvalidConfig.class).hasMessageContaining(named);
    }

    @Test
    void a_payload_is_a_size_a_range_or_a_list() {
        assertThat(read("{\"payload\": \"2KiB\"}").payload()).isEqualTo(new PayloadSize.Fixed(2048));
        assertThat(read("{\"payload\": \"64B-16KiB\"}").payload()).isEqualTo(new PayloadSize.Between(64, 16_384));
        ClientConfig list = read("{\"payload\": [\"64B\", \"1KiB\"], \"newConnections\": 0.1}");
        assertThat(list.payload()).isEqualTo(new PayloadSize.Among(List.of(64, 1024)));
        assertThat(list.describe("a:1"))
                .isEqualTo("50 connections (kept, a new one for 0.1 of the requests) to a:1, tcp-echo of 64B, 1KiB");
    }

    @Test
    void stages_are_read_in_order_and_have_a_length_of_their_own() {
        ClientConfig config = read("""
                {"stages": [{"rate": 100, "ramp": "30s", "hold": "1m"}, {"rate": 500.5, "hold": "10s"}]}
                """);
        assertThat(config.stages())
                .containsExactly(
                        new Stage(100, Duration.ofSeconds(30), Duration.ofMinutes(1)),
                        new Stage(500.5, Duration.ZERO, Duration.ofSeconds(10)));
        assertThat(config.length()).isEqualTo(Duration.ofSeconds(100));
        assertThat(config.isPaced()).isTrue();
        assertThat(config.describe("a:1"))
                .endsWith(", in 30s to 100.0 requests/s for 1m, then 500.5 requests/s for 10s");
    }

    @Test
    void parts_add_up_to_the_whole() {
        ClientConfig config = read("{\"connections\": 10, \"requests\": 101}");
        assertThat(IntStream.range(0, 4)
                        .map(part -> config.connections(part, 4))
                        .boxed())
                .containsExactly(3, 3, 2, 2);
        assertThat(IntStream.range(0, 4).mapToObj(part -> config.requests(part, 4)))
                .containsExactly(26L, 25L, 25L, 25L);
        assertThat(ClientConfig.from(new JsonObject()).requests(0, 2)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_run_is_described_in_words() {
        assertThat(read("{}").describe("a:1")).isEqualTo("50 connections (kept) to a:1, tcp-echo of 64B");
        assertThat(read("{\"protocol\": \"http\", \"requestsPerConnection\": 1, \"rate\": 200}")
                        .describe("a:1, b:2"))
                .isEqualTo("50 connections (of 1 requests each) to a:1, b:2, http /, 200.0 requests/s");
    }

    @Test
    void without_a_cluster_there_must_be_a_target() {
        assertThatThrownBy(() -> check("{}", false))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageStartingWith("target is missing; allowed is an address such as -conf");
        assertThatCode(() -> check("{}", true)).doesNotThrowAnyException();
        assertThatCode(() -> check("{\"target\": \"127.0.0.1:1\"}", false)).doesNotThrowAnyException();
    }

    @Test
    void members_meet_in_a_cluster_alone() {
        assertThatThrownBy(() -> check("{\"target\": \"a:1\", \"members\": 2}", false))
                .isInstanceOf(InvalidConfig.class)
                .hasMessage("members is 2; allowed is 1 without -cluster, in which the members meet");
        assertThatCode(() -> check("{\"members\": 2}", true)).doesNotThrowAnyException();
    }

    @Test
    void a_report_that_could_not_be_written_is_noticed_before_the_run() {
        assertThatThrownBy(() -> check("{\"target\": \"a:1\", \"report\": \"/no/such/folder/report.json\"}", false))
                .isInstanceOf(InvalidConfig.class)
                .hasMessage("report is \"/no/such/folder/report.json\"; allowed is a file in a folder that exists");
        assertThatCode(() -> check("{\"target\": \"a:1\", \"report\": \"report.json\"}", false))
                .doesNotThrowAnyException();
    }

    @Test
    void certificates_that_cannot_be_read_and_trust_that_contradicts_itself_are_noticed_before_the_run() {
        assertThatThrownBy(() -> check("{\"target\":\"a:1\",\"tls\":{\"enabled\":true,\"ca\":\"/none.pem\"}}", false))
                .isInstanceOf(InvalidConfig.class)
                .hasMessage("tls.ca is \"/none.pem\"; allowed is a file of certificates as PEM that can be read");
        assertThatThrownBy(() -> read("{\"tls\":{\"enabled\":true,\"ca\":\"a.pem\",\"insecure\":true}}"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageStartingWith("tls.ca is \"a.pem\"; allowed is nothing where insecure is true");
        assertThat(read("{\"tls\":{\"ca\":\"a.pem\"}}").tls()).isEmpty();
    }

    @Test
    void the_process_gets_the_time_that_its_last_requests_may_take() {
        assertThat(Main.application()
                        .endLimits()
                        .apply(new JsonObject().put("requestTimeout", "10m"))
                        .close()
                        .toSeconds())
                .isBetween(601L, 660L);
    }

    private static void check(String json, boolean clustered) {
        JsonObject config = ConfigSource.of(SCHEMA, Map.of()).read(Optional.of(json));
        Main.application().check().accept(new Plan(config, clustered, 1));
    }

    private static ClientConfig read(String json) {
        return ClientConfig.from(ConfigSource.of(SCHEMA, Map.of()).read(Optional.of(json.strip())));
    }

    private static JsonObject schema() throws IOException {
        try (InputStream stream = ClientConfigTest.class.getClassLoader().getResourceAsStream(SCHEMA)) {
            return new JsonObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
