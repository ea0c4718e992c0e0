package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RawConnection.End;
import io.equipoise.testkit.SeededBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service whose requests may come twice: a backend that breaks off without a word is replaced by another. */
class ReplayIT {
    private static final int LIMIT = 16 * 1024;

    private final RawBackend breaking = RawBackend.queued();
    private final RawBackend good = RawBackend.queued();

    @AfterEach
    void close() {
        breaking.close();
        good.close();
    }

    @ParameterizedTest
    @EnumSource
    void what_a_backend_that_resets_did_not_answer_is_asked_of_another(Net net) throws Exception {
        try (TestProxy proxy = TestProxy.over(setup(net), breaking.port());
                RawConnection client = proxy.connect();
                RawConnection broken = breaking.take()) {
            proxy.join(good.port(), 100, 0);
            client.send("question\n");
            assertThat(broken.receiveLine()).isEqualTo("question");
            broken.reset();
            try (RawConnection second = good.take()) {
                assertThat(second.receiveLine()).isEqualTo("question");
                second.send("answer\n");
                assertThat(client.receiveLine()).isEqualTo("answer");
                client.send("more\n");
                assertThat(second.receiveLine()).isEqualTo("more");
                new Crowd.Pair(client, second).end();
            }
            SessionReport report = proxy.report();
            assertThat(report.attempts()).isEqualTo(2);
            assertThat(report.bytesFromClient()).isEqualTo("question\nmore\n".length());
            assertThat(report.reason()).isEqualTo(CloseReason.CLIENT_CLOSED);
            assertThat(proxy.connectFailures()).containsExactly(CloseReason.BACKEND_RESET);
            assertThat(proxy.backendFailures()).containsExactly(CloseReason.BACKEND_RESET);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_end_that_the_client_has_not_asked_for_is_as_good_as_a_reset(Net net) throws Exception {
        try (TestProxy proxy = TestProxy.over(setup(net), breaking.port());
                RawConnection client = proxy.connect();
                RawConnection broken = breaking.take()) {
            proxy.join(good.port(), 100, 0);
            client.send("question\n");
            assertThat(broken.receiveLine()).isEqualTo("question");
            broken.finish();
            try (RawConnection second = good.take()) {
                assertThat(second.receiveLine()).isEqualTo("question");
                new Crowd.Pair(client, second).end();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_clients_own_end_is_passed_on_again(Net net) throws Exception {
        try (TestProxy proxy = TestProxy.over(setup(net), breaking.port());
                RawConnection client = proxy.connect();
                RawConnection broken = breaking.take()) {
            proxy.join(good.port(), 100, 0);
            client.send("question\n");
            client.finish();
            assertThat(broken.receiveAll()).asString(StandardCharsets.US_ASCII).isEqualTo("question\n");
            broken.reset();
            try (RawConnection second = good.take()) {
                assertThat(second.receiveAll())
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("question\n");
                second.send("answer\n");
                second.finish();
                assertThat(client.receiveAll())
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("answer\n");
            }
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.CLIENT_CLOSED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_upload_that_both_have_ended_is_not_sent_again(Net net) throws Exception {
        try (TestProxy proxy = TestProxy.over(setup(net), breaking.port());
                RawConnection client = proxy.connect();
                RawConnection broken = breaking.take()) {
            proxy.join(good.port(), 100, 0);
            client.send("line of a log\n");
            client.finish();
            assertThat(broken.receiveAll()).hasSize("line of a log\n".length());
            broken.finish();

            assertThat(client.awaitEnd()).isEqualTo(End.FINISHED);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.CLIENT_CLOSED);
            assertThat(good.acceptedCount()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_the_client_says_meanwhile_is_neither_lost_nor_out_of_order(Net net) throws Exception {
        byte[] bytes = SeededBytes.of(4, LIMIT);
        try (TestProxy proxy = TestProxy.over(setup(net), breaking.port());
                RawConnection client = proxy.connect();
                RawConnection broken = breaking.take()) {
            proxy.join(good.port(), 100, 0);
            for (int at = 0; at < bytes.length; at += 512) {
                client.send(Arrays.copyOfRange(bytes, at, at + 512));
                if (at == LIMIT / 2) {
                    broken.reset();
                }
            }
            try (RawConnection second = good.take()) {
                assertThat(second.receive(bytes.length)).isEqualTo(bytes);
                new Crowd.Pair(client, second).end();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void B11_nothing_is_sent_again_once_the_backend_has_said_a_byte(Net net) throws Exception {
        try (TestProxy proxy = TestProxy.over(setup(net), breaking.port());
                RawConnection client = proxy.connect();
                RawConnection broken = breaking.take()) {
            proxy.join(good.port(), 100, 0);
            client.send("question\n");
            assertThat(broken.receiveLine()).isEqualTo("question");
            broken.send("a\n");
            assertThat(client.receiveLine()).isEqualTo("a");
            broken.reset();

            assertThat(client.awaitEnd()).isEqualTo(End.RESET);
            assertThat(good.acceptedCount()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void B11_of_a_client_that_has_said_more_than_the_limit_nothing_is_sent_again(Net net) throws Exception {
        try (TestProxy proxy = TestProxy.over(setup(net), breaking.port());
                RawConnection client = proxy.connect();
                RawConnection broken = breaking.take()) {
            proxy.join(good.port(), 100, 0);
            client.send(SeededBytes.of(5, LIMIT + 1));
            broken.receive(LIMIT + 1);
            broken.reset();

            assertThat(client.awaitEnd()).isEqualTo(End.RESET);
            assertThat(good.acceptedCount()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void when_every_attempt_breaks_off_the_client_is_told_so(Net net) throws Exception {
        try (TestProxy proxy = TestProxy.over(setup(net), breaking.port());
                RawConnection client = proxy.connect()) {
            client.send("question\n");
            for (int i = 0; i < 3; i++) {
                try (RawConnection broken = breaking.take()) {
                    assertThat(broken.receiveLine()).isEqualTo("question");
                    broken.reset();
                }
            }
            assertThat(client.awaitEnd()).isEqualTo(End.RESET);
            assertThat(proxy.report().reason()).isEqualTo(CloseReason.BACKEND_RESET);
        }
    }

    private static Setup setup(Net net) {
        return Setup.on(net).replay(LIMIT).connect(Duration.ofSeconds(5), 3, Duration.ofMinutes(1));
    }
}
