package io.equipoise.balancer.kubernetes;

import static io.equipoise.balancer.kubernetes.TestApi.LOOPBACK;
import static io.equipoise.balancer.kubernetes.TestApi.PATIENT;
import static io.equipoise.balancer.kubernetes.TestApi.assertTrouble;
import static io.equipoise.balancer.kubernetes.TestApi.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import io.equipoise.balancer.kubernetes.ApiTrouble.Kind;
import io.equipoise.balancer.kubernetes.PodCosts.Answer;
import io.equipoise.testkit.RefusingPort;
import io.equipoise.testkit.StandInKubernetes;
import io.equipoise.testkit.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real client against an API server with TLS that behaves, and one that does not. */
class KubernetesApiIT extends WithApi {
    private static final byte[] LOOPBACK_6 = HexFormat.of().parseHex("0".repeat(31) + "1");
    private static final Duration HASTY = Duration.ofSeconds(2);

    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void release() {
        over.countDown();
    }

    @Test
    void a_cost_is_patched_into_the_status_of_its_pod() {
        assertThat(write(api.client(PATIENT), "b1", -1_000_000_000)).isEqualTo(Answer.WRITTEN);
        assertThat(api.kubernetes().cost("b1")).contains(-1_000_000_000);
        assertThat(api.kubernetes().patches())
                .containsExactly(new StandInKubernetes.Patch(
                        "first",
                        "PATCH",
                        "/api/v1/namespaces/equipoise/pods/b1/status?fieldManager=equipoise-balancer",
                        "application/merge-patch+json",
                        "{\"metadata\":{\"annotations\":"
                                + "{\"controller.kubernetes.io/pod-deletion-cost\":\"-1000000000\"}}}"));
    }

    @Test
    void an_address_of_version_6_is_as_good() throws IOException {
        assumeThat(NetworkInterface.getByInetAddress(InetAddress.getByAddress(LOOPBACK_6)))
                .as("this machine has it")
                .isNotNull();
        TestCertificate other = TestCertificate.make(folder, "ip:0:0:0:0:0:0:0:1");
        try (StandInKubernetes six = StandInKubernetes.start(other, "::1")) {
            six.mount(api.account(), "first");
            six.pod("b1");
            KubernetesApi client = api.client(Optional.of(new ApiAddress("::1", six.port())), PATIENT);
            assertThat(write(client, "b1", 1)).isEqualTo(Answer.WRITTEN);
        }
    }

    @Test
    void a_backend_that_is_no_pod_is_known_by_the_answer() {
        assertThat(write(api.client(PATIENT), "b2", 1)).isEqualTo(Answer.NO_POD);
    }

    @Test
    void a_pod_that_takes_no_cost_is_one_of_many() {
        api.kubernetes().answer(exchange -> StandInKubernetes.say(exchange, 422, StandInKubernetes.status("no")));
        assertThat(write(api.client(PATIENT), "b1", 1)).isEqualTo(Answer.REFUSED);
    }

    @Test
    void a_token_that_is_not_known_is_said_with_what_to_do() {
        api.kubernetes().forget("first");
        assertTrouble(api.client(PATIENT), Kind.NO_RIGHT, "answers 401: Unauthorized; k8s/optional/deletion-cost.yaml");
    }

    @Test
    void a_right_that_is_missing_is_said_with_what_to_do() {
        api.kubernetes()
                .answer(exchange -> StandInKubernetes.say(
                        exchange, 403, StandInKubernetes.status("pods \\\"b1\\\" is forbidden\\nat all")));
        assertTrouble(
                api.client(PATIENT),
                Kind.NO_RIGHT,
                "answers 403: pods \"b1\" is forbidden at all; k8s/optional/deletion-cost.yaml");
    }

    @ParameterizedTest
    @CsvSource({"500, oops", "429, slow down", "503, ''", "302, elsewhere", "201, created"})
    void another_status_is_trouble(int status, String text) {
        api.kubernetes().answer(exchange -> StandInKubernetes.say(exchange, status, text));
        assertTrouble(
                api.client(PATIENT), Kind.ODD_ANSWER, ("answers " + status + ": " + text).replaceFirst(": $", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"metadata\":7}",
                "{\"metadata\":{\"annotations\":null}}",
                "{\"metadata\":{\"annotations\":{\"controller.kubernetes.io/pod-deletion-cost\":\"2\"}}}"
            })
    void an_answer_without_the_annotation_is_trouble(String body) {
        api.kubernetes().answer(exchange -> StandInKubernetes.say(exchange, 200, body));
        assertTrouble(api.client(PATIENT), Kind.ODD_ANSWER, "has not kept controller.kubernetes.io/pod-deletion-cost");
    }

    @Test
    void a_long_message_is_cut() {
        api.kubernetes().answer(exchange -> StandInKubernetes.say(exchange, 500, "x".repeat(100_000)));
        assertThatThrownBy(() -> write(api.client(PATIENT), "b1", 1))
                .satisfies(cause -> assertThat(cause.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void an_answer_that_does_not_come_ends_with_the_limit_and_the_next_request_is_answered() {
        api.kubernetes().answer(exchange -> waitForTheEnd());
        KubernetesApi client = api.client(HASTY);
        assertTrouble(client, Kind.UNREACHED, "not reached");
        api.kubernetes().answer(null);
        assertThat(write(client, "b1", 1)).isEqualTo(Answer.WRITTEN);
    }

    @Test
    void an_answer_that_trickles_ends_with_the_limit() {
        api.kubernetes().answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            trickle(exchange);
        });
        assertTrouble(api.client(HASTY), Kind.UNREACHED, "not reached");
    }

    @Test
    void an_answer_without_end_is_cut_off() {
        api.kubernetes().answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            byte[] bytes = new byte[1 << 16];
            while (over.getCount() > 0) {
                out.write(bytes);
            }
        });
        assertTrouble(api.client(PATIENT), Kind.ODD_ANSWER, "longer than");
    }

    @Test
    void nobody_there_is_trouble() {
        try (RefusingPort refusing = RefusingPort.refusing()) {
            assertTrouble(
                    api.client(Optional.of(new ApiAddress(LOOPBACK, refusing.port())), PATIENT),
                    Kind.UNREACHED,
                    "not reached");
        }
    }

    @Test
    void nobody_who_answers_a_connection_is_trouble_within_seconds() {
        try (RefusingPort silent = RefusingPort.silent()) {
            assertTrouble(
                    api.client(Optional.of(new ApiAddress(LOOPBACK, silent.port())), PATIENT),
                    Kind.UNREACHED,
                    "not reached");
        }
    }

    private void waitForTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void trickle(HttpExchange exchange) throws IOException {
        try {
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
