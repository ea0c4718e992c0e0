package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RefusingPort;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fat jar as a user runs it: what it prints and what it leaves behind. */
class ClientProcessIT {
    private static final String TRAFFIC = "[1-9][0-9,]* req/s";

    @Test
    void a_signal_ends_it_with_the_summary_and_0_when_no_request_failed() {
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                RunningProcess client = client(backend.port())) {
            client.awaitLine(TRAFFIC);
            client.send(Signal.TERM);
            assertThat(client.awaitExit()).isZero();
            client.awaitLine("^requests +[0-9,]+ ok, 0 failed$");
        }
    }

    @Test
    void a_signal_ends_it_with_the_summary_and_1_when_a_request_failed() {
        try (RefusingPort port = RefusingPort.refusing();
                RunningProcess client = client(port.port())) {
            client.awaitLine("[1-9][0-9,]* failed");
            client.send(Signal.INT);
            assertThat(client.awaitExit()).isEqualTo(1);
            client.awaitLine("^failures +connect refused [0-9]+$");
        }
    }

    @Test
    void nothing_to_connect_to_is_said_in_one_line() {
        try (RunningProcess client = jar().start()) {
            assertThat(client.awaitExit()).isEqualTo(2);
            client.awaitLine("^client cannot start: target is missing; allowed is an address such as");
            assertThat(client.output().matching(0, "^\\s+at |Exception")).isEmpty();
        }
    }

    @Test
    void two_reports_are_compared_by_the_jar_itself(@TempDir Path folder) {
        Path report = folder.resolve("report.json");
        try (RawBackend backend = RawBackend.start(RawBackend::echo);
                RunningProcess client = jar().with(
                                "-conf",
                                "{\"target\":\"127.0.0.1:" + backend.port() + "\",\"requests\":100,\"report\":\""
                                        + report + "\"}")
                        .start()) {
            assertThat(client.awaitExit()).isZero();
        }
        for (String name : List.of("compare", "--compare")) {
            try (RunningProcess compare =
                    jar().with(name, report.toString(), report.toString()).start()) {
                assertThat(compare.awaitExit()).isZero();
                compare.awaitLine("^requests ok +100 +100 +1.00$");
            }
        }
    }

    private static RunningProcess client(int port) {
        return jar().with("-conf", "{\"target\":\"127.0.0.1:" + port + "\",\"rate\":100,\"duration\":\"0s\"}")
                .start();
    }

    private static Command jar() {
        return Command.fatJar("client-verticle", "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .behind("env", "--default-signal=INT");
    }
}
