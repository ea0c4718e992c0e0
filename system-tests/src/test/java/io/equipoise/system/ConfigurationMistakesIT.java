package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user reads who made a mistake: one line that says where, what and what to do, and an exit code. */
@Tag("patient")
class ConfigurationMistakesIT {
    /** The promise is 5 s on a machine that has nothing else to do. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final int USAGE = 2;
    private static final int DEPLOYMENT = 15;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        write("empty.json", "");
        write("array.json", "[1]");
        write("cut.json", "{\"listeners\": [");
        write("nested.json", "[".repeat(5_000));
        write("big.json", " ".repeat(10 << 20) + "{}");
        write("bom.json", "\uFEFF{\r\n\"listeners\": 7\r\n}");
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            balancer | -conf | {"listenrs":[]} | listenrs is an unknown key; did you mean listeners?
            balancer | -conf | {"services":{"db":{"helth":{}}}} | services.db.helth is an unknown key; did you mean health?
            balancer | -conf | {"listeners":[{"port":"http"}]} | listeners[0].port is "http"; allowed is a whole number from 0 to 65535
            balancer | -conf | {"listeners":[{"port":99999}]} | listeners[0].port is 99999; allowed is
            balancer | -conf | {"listeners":[{"port":-1}]} | listeners[0].port is -1; allowed is
            balancer | -conf | {"listeners":7} | listeners is 7; allowed is
            balancer | -conf | {"services":{"db":{"policy":"fastest"}}} | services.db.policy is "fastest"; allowed is one of "round-robin"
            balancer | -conf | {"services":{"db":{"health":{"interval":10}}}} | services.db.health.interval is 10; allowed is a duration such as
            balancer | -conf | {"services":{"db":{"health":{"interval":"-1s"}}}} | services.db.health.interval is "-1s"; allowed is
            balancer | -conf | {"services":{"db":{"relay":{"idleTimeout":"1e9ms"}}}} | services.db.relay.idleTimeout is "1e9ms"; allowed is
            balancer | -conf | {"services":{"db":{"backends":["nohost"]}}} | services.db.backends[0] is "nohost"; allowed is an address
            balancer | -conf | {"listeners":[{"name":"a","port":9000},{"name":"a","port":9001}]} | listeners[1].name is "a"; allowed is a name that no other listener has
            balancer | -conf | {"listeners":[{"name":"a","port":9000},{"name":"b","port":9000}]} | listeners[1].port is 9000; allowed is a port that no other listener has
            balancer | -conf | {"admin":{"host":"0.0.0.0"}} | admin.host is "0.0.0.0"; allowed is a loopback address as long as admin.token is missing
            balancer | -conf | {"listeners":[ | the JSON behind -conf is no JSON at line 1, column 15: Unexpected end-of-input
            backend | -conf | {"type":"ftp"} | type is "ftp"; allowed is
            backend | -conf | {"weight":0} | weight is 0; allowed is
            backend | -conf | {"type":"sidecar"} | target
            client | -conf | {"target":"nowhere"} | target is "nowhere"; allowed is
            client | -conf | {} | target is missing; allowed is an address such as -conf '{"target":"127.0.0.1:8080"}', or -cluster
            balancer | run | io.example.Verticle | run belongs to the launcher of Vert.x 4
            balancer | -ha | | -ha belongs to the launcher of Vert.x 4
            balancer | -instances | 0 | -instances is "0"; allowed is a whole number from 1 to 1024
            balancer | --frobnicate | | unknown option --frobnicate; -h shows the options
            """)
    void F1_F2_a_key_a_value_or_an_option_that_cannot_be_is_named(
            String jar, String option, @Nullable String value, String says) {
        assertRefused(value == null ? jar(jar).with(option) : jar(jar).with(option, value), jar, USAGE, says);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${env:NOT_SET_ANYWHERE} | admin.token refers to the environment variable NOT_SET_ANYWHERE, which is not set
            ${file:nowhere/token} | admin.token refers to the file nowhere/token, which does not exist
            ${file:.} | admin.token refers to the file ., which is a directory
            """)
    void F5_a_secret_that_is_missing_or_cannot_be_read_is_named(String token, String says) {
        assertRefused(
                jar("balancer").with("-conf", "{\"admin\":{\"token\":\"" + token + "\"}}"), "balancer", USAGE, says);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nofile.json | does not exist; looked from
            empty.json | is empty; allowed is one JSON object, at least {}
            array.json | holds no JSON object
            cut.json | is no JSON at line 1, column 16
            nested.json | is no JSON
            big.json | has more than 1 MiB
            """)
    void F6_a_file_that_is_no_configuration_is_named(String file, String says) {
        assertRefused(jar("balancer").with("-conf", file), "balancer", USAGE, "-conf file " + file + " " + says);
    }

    @Test
    void F6_a_byte_order_mark_and_windows_line_ends_are_read_over() {
        assertRefused(jar("balancer").with("-conf", "bom.json"), "balancer", USAGE, "listeners is 7; allowed is");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            balancer | {"listeners":[{"host":"127.0.0.1","port":PORT}]} | listeners[0].port
            backend | {"host":"127.0.0.1","port":PORT} | port
            """)
    void F3_a_port_in_use_is_named_before_anything_starts(String jar, String conf, String key) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertRefused(
                    jar(jar).with("-conf", conf.replace("PORT", port)),
                    jar,
                    DEPLOYMENT,
                    key + " is " + port + ", where something listens already on 127.0.0.1 (ss -ltnp shows what)");
        }
    }

    @Test
    void F1_the_environment_is_looked_at_as_carefully() {
        assertRefused(
                jar("backend").withEnvironment("EQUIPOISE_WEIGHT", "heavy"),
                "backend",
                USAGE,
                "\"heavy\"; allowed is a whole number from");
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static Command jar(String jar) {
        return Command.fatJar(jar + "-verticle", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .in(folder);
    }

    private static void assertRefused(Command command, String jar, int exitCode, String says) {
        try (RunningProcess process = command.start()) {
            assertThat(process.awaitExit(LIMIT))
                    .as(() -> process.output().tail())
                    .isEqualTo(exitCode);
            assertThat(process.output().lines())
                    .extracting(LogLine::text)
                    .singleElement()
                    .asString()
                    .startsWith(jar + " cannot start: ")
                    .contains(says);
        }
    }
}
