package io.equipoise.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSourceTest {
    private static final String SCHEMA = "io/equipoise/cluster/launch/sample.schema.json";

    @TempDir
    private Path folder;

    private static JsonObject read(String conf) {
        return read(conf, Map.of());
    }

    private static JsonObject read(String conf, Map<String, String> environment) {
        return ConfigSource.of(SCHEMA, environment).read(Optional.of(conf));
    }

    private static String complaintAbout(String conf, Map<String, String> environment) {
        try {
            throw new AssertionError("was taken: " + read(conf, environment));
        } catch (InvalidConfig e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return e.getMessage();
        }
    }

    private String file(byte[] content) throws IOException {
        return Files.write(folder.resolve("conf.json"), content).toString();
    }

    @Test
    void nothing_at_all_is_an_empty_configuration() {
        assertThat(ConfigSource.of(SCHEMA, Map.of()).read(Optional.empty())).isEqualTo(new JsonObject());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"prot": 1}                                   | prot is an unknown key; did you mean port? allowed are name, port,
            {"xyzzy": 1}                                  | xyzzy is an unknown key; allowed are name, port,
            {"Port": 1}                                   | Port is an unknown key; did you mean port?
            {"admin": {"publicRead": true}}               | admin.publicRead is an unknown key; did you mean publicReads? allowed are publicReads, token
            {"services": {"db": {"timeuot": "1s"}}}       | services.db.timeuot is an unknown key; did you mean timeout?
            {"listeners": [{"host": "a", "hots": 1}]}     | listeners[0].hots is an unknown key; did you mean host? allowed are host, port
            {"port": "80"}                                | port is "80"; allowed is a whole number from 0 to 65535
            {"port": -1}                                  | port is -1; allowed is a whole number from 0 to 65535
            {"port": 65536}                               | port is 65536; allowed is a whole number from 0 to 65535
            {"port": 1.5}                                 | port is 1.5; allowed is a whole number from 0 to 65535
            {"port": 99999999999999999999999}             | port is 99999999999999999999999; allowed is a whole number from 0 to 65535
            {"port": 1e999}                               | port is
            {"port": null}                                | port is missing; allowed is a whole number from 0 to 65535
            {"port": [80]}                                | port is [80]; allowed is a whole number from 0 to 65535
            {"share": 1.01}                               | share is 1.01; allowed is a number from 0 to 1
            {"share": "half"}                             | share is "half"; allowed is a number from 0 to 1
            {"kind": "ftp"}                               | kind is "ftp"; allowed is one of "echo", "http"
            {"name": ""}                                  | name is ""; allowed is a text from 1 to 8 characters
            {"name": "123456789"}                         | name is "123456789"; allowed is a text from 1 to 8 characters
            {"idleTimeout": 10}                           | idleTimeout is 10; allowed is a duration such as "2s", "500ms", "5m", "1h" or "PT2S", at least 1ms and at most 1h
            {"idleTimeout": "10"}                         | idleTimeout is "10"; allowed is a duration such as
            {"idleTimeout": "-1s"}                        | idleTimeout is "-1s"; allowed is a duration such as
            {"idleTimeout": "0s"}                         | idleTimeout is "0s"; allowed is a duration such as
            {"idleTimeout": "3601s"}                      | idleTimeout is "3601s"; allowed is a duration such as
            {"idleTimeout": "PT-5S"}                      | idleTimeout is "PT-5S"; allowed is a duration such as
            {"idleTimeout": "9223372036854775807h"}       | idleTimeout is "9223372036854775807h"; allowed is a duration such as
            {"buffer": "64K"}                             | buffer is "64K"; allowed is a size such as "512B", "64KiB" or "1MiB", at least 4KiB and at most 1MiB
            {"buffer": "2MiB"}                            | buffer is "2MiB"; allowed is a size such as
            {"target": "localhost"}                       | target is "localhost"; allowed is an address "host:port" with a port from 1 to 65535
            {"target": "localhost:0"}                     | target is "localhost:0"; allowed is an address
            {"target": "300.1.1.1:80"}                    | target is "300.1.1.1:80"; allowed is an address
            {"networks": ["10.0.0.0/8", "10.0.0.0/33"]}   | networks[1] is "10.0.0.0/33"; allowed is a network such as "10.0.0.0/8"
            {"networks": ["example.org/8"]}               | networks[0] is "example.org/8"; allowed is a network
            {"networks": "10.0.0.0/8"}                    | networks is "10.0.0.0/8"; allowed is a list
            {"listeners": [{"port": 1}]}                  | listeners[0].host is missing; allowed is a text
            {"listeners": [{"host": "a"}, {"host": 7}]}   | listeners[1].host is 7; allowed is a text
            {"listeners": {}}                             | listeners is {}; allowed is a list of at most 2 elements
            {"services": {"a b": {}}}                     | the key in services is "a b"; allowed is 1 to 16 of a-z, 0-9 and '-'
            {"services": {"db": []}}                      | services.db is []; allowed is an object
            {"services": {"db": {"backends": ["x"]}}}     | services.db.backends[0] is "x"; allowed is an address "host:port"
            {"services": {"db": {"backends": [5]}}}       | services.db.backends[0] is 5; allowed is "host:port" or {"address": …, "weight": …}
            {"services": {"db": {"backends": [{"address": "a:1", "weight": 0}]}}} | services.db.backends[0].weight is 0; allowed is a whole number from 1 to 256
            {"services": {"db": {"backends": [{"weight": 1}]}}} | services.db.backends[0].address is missing; allowed is an address
            {"": 1}                                       | is an unknown key; allowed are name
            {"a\\nb": 1}                                  | is an unknown key; allowed are name
            {"port": 1, "port": 2}                        | the JSON behind -conf is no JSON at line 1, column 19: Duplicate field 'port'
            {"port": 1} {}                                | the JSON behind -conf goes on behind its JSON value at line 1
            {"port": 1                                    | the JSON behind -conf is no JSON at line 1
            {"port": 0x50}                                | the JSON behind -conf is no JSON at line 1, column 11
            []                                            | the JSON behind -conf holds no JSON object; allowed is one object { … }
            """)
    void a_mistake_is_named_with_its_key_its_value_and_what_is_allowed(String conf, String complaint) {
        assertThat(complaintAbout(conf, Map.of())).contains(complaint.strip());
    }

    @Test
    void a_secret_is_never_shown() {
        assertThat(complaintAbout("{\"admin\": {\"token\": \"s3cret\"}}", Map.of()))
                .isEqualTo("admin.token is not as it must be (its value is not shown); allowed is a text of at least 8"
                        + " characters");
        assertThat(complaintAbout("{\"admin\": {\"token\": 1234567}}", Map.of()))
                .doesNotContain("1234567");
        assertThat(complaintAbout("{\"name\": \"${env:SECRET}\"}", Map.of("SECRET", "s3cret-and-long")))
                .doesNotContain("s3cret")
                .contains("${env:SECRET}");
    }

    @Test
    void what_the_schema_allows_is_taken() {
        String conf = """
                {"name": "a", "port": 0, "share": 1, "kind": "http", "idleTimeout": "PT2S", "buffer": "64KiB",
                 "target": "[::1]:80", "networks": ["10.0.0.0/8", "fd00::/8", "::/0"],
                 "services": {"db": {"timeout": "1h", "backends": ["10.0.0.1:5432", {"address": "db.example:1"}]}}}
                """;
        assertThat(read(conf)).isEqualTo(new JsonObject(conf));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/self/no-such-file", "no-such-file.json", "\0"})
    void a_missing_file_is_named_with_the_place_from_which_it_was_looked_for(String file) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("does not exist; looked from /");
    }

    @Test
    void a_directory_is_no_file() {
        assertThatThrownBy(() -> read(folder.toString())).hasMessageContaining("is a directory; allowed is a file");
    }

    @Test
    void F6_an_empty_file_is_an_error_and_not_an_empty_configuration() throws IOException {
        String empty = file(new byte[0]);
        assertThatThrownBy(() -> read(empty)).hasMessageContaining("is empty; allowed is one JSON object");
        String blank = file("\uFEFF \r\n\t".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> read(blank)).hasMessageContaining("is empty; allowed is one JSON object");
    }

    @Test
    void F6_a_byte_order_mark_and_windows_line_ends_are_taken() throws IOException {
        String file = file("\uFEFF{\r\n\"port\": 80\r\n}\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(read(file)).isEqualTo(new JsonObject().put("port", 80));
    }

    @Test
    void F6_a_file_above_one_mebibyte_is_refused_and_one_of_that_size_is_taken() throws IOException {
        String json = "{\"port\": 80}";
        String exact = file((json + " ".repeat(ConfigText.MAX_BYTES - json.length())).getBytes(StandardCharsets.UTF_8));
        assertThat(read(exact)).isEqualTo(new JsonObject().put("port", 80));
        String large = file(new byte[10 * ConfigText.MAX_BYTES]);
        assertThatThrownBy(() -> read(large)).hasMessageContaining("has more than 1 MiB");
    }

    @Test
    void F6_deep_nesting_is_refused() throws IOException {
        String file = file(("{\"a\":" + "[".repeat(5_000)).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> read(file)).hasMessageContaining("nesting depth");
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused() throws IOException {
        String file = file(new byte[] {'{', '"', (byte) 0xE4, '"', ':', '1', '}'});
        assertThatThrownBy(() -> read(file)).hasMessageContaining("is not UTF-8");
    }

    @Test
    void the_environment_overrides_the_file_in_the_types_of_the_schema() {
        Map<String, String> environment = Map.of(
                "EQUIPOISE_PORT", "9000",
                "EQUIPOISE_SHARE", "0.5",
                "EQUIPOISE_ADMIN_PUBLICREADS", "true",
                "EQUIPOISE_IDLE_TIMEOUT", "2s",
                "EQUIPOISE_NETWORKS", "10.0.0.0/8, 10.1.0.0/16",
                "EQUIPOISE_LISTENERS_0_PORT", "81",
                "EQUIPOISE_LISTENERS_1_HOST", "b",
                "EQUIPOISE_SERVICES_MY_DB_TIMEOUT", "3s",
                "EQUIPOISE_SERVICES_NEW_BACKENDS", "[\"a:1\"]",
                "EQUIPOISE_LOG", "json");
        JsonObject config =
                read("{\"port\": 80, \"listeners\": [{\"host\": \"a\"}], \"services\": {\"my-db\": {}}}", environment);
        assertThat(config)
                .isEqualTo(new JsonObject()
                        .put("port", 9000)
                        .put("share", 0.5)
                        .put("admin", new JsonObject().put("publicReads", true))
                        .put("idleTimeout", "2s")
                        .put("networks", new JsonArray().add("10.0.0.0/8").add("10.1.0.0/16"))
                        .put(
                                "listeners",
                                new JsonArray()
                                        .add(new JsonObject().put("host", "a").put("port", 81))
                                        .add(new JsonObject().put("host", "b")))
                        .put(
                                "services",
                                new JsonObject()
                                        .put("my-db", new JsonObject().put("timeout", "3s"))
                                        .put("new", new JsonObject().put("backends", new JsonArray().add("a:1")))));
    }

    @Test
    void what_the_environment_says_is_checked_like_the_file() {
        assertThat(complaintAbout("{}", Map.of("EQUIPOISE_PORT", "eighty")))
                .isEqualTo("port is \"eighty\"; allowed is a whole number from 0 to 65535");
        assertThat(complaintAbout("{}", Map.of("EQUIPOISE_LISTENERS_3_HOST", "a")))
                .isEqualTo("environment variable EQUIPOISE_LISTENERS_3_HOST: index 3 is behind the end of the list;"
                        + " allowed is 0 to 0");
    }

    @Test
    void variables_that_lead_nowhere_and_those_of_kubernetes_are_ignored() {
        Map<String, String> environment = Map.of(
                "EQUIPOISE_NONE", "1",
                "EQUIPOISE_ADMIN_NONE", "1",
                "EQUIPOISE_PORT", "tcp://10.96.0.1:8080",
                "EQUIPOISE_", "1",
                "EQUIPOISE_LISTENERS_X_PORT", "1",
                "PORT", "5");
        assertThat(read("{}", environment)).isEqualTo(new JsonObject());
    }

    @Test
    void placeholders_are_filled_from_the_environment_and_from_files() throws IOException {
        Files.writeString(folder.resolve("token"), "a-long-token\n");
        String conf = "{\"name\": \"x-${env:ZONE}\", \"port\": \"${env:PORT}\", \"admin\": {\"token\": \"${file:"
                + folder.resolve("token") + "}\"}}";
        assertThat(read(conf, Map.of("ZONE", "$1", "PORT", "8080")))
                .isEqualTo(new JsonObject()
                        .put("name", "x-$1")
                        .put("port", 8080L)
                        .put("admin", new JsonObject().put("token", "a-long-token")));
    }

    @Test
    void a_placeholder_that_cannot_be_filled_is_named() {
        assertThat(complaintAbout("{\"name\": \"${env:NONE}\"}", Map.of()))
                .isEqualTo("name refers to the environment variable NONE, which is not set; set it, or write the value"
                        + " itself");
        assertThat(complaintAbout("{\"admin\": {\"token\": \"${file:/no/such}\"}}", Map.of()))
                .contains("admin.token refers to the file /no/such, which does not exist");
    }
}
