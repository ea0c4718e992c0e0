package io.equipoise.balancer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.balancer.kubernetes.ApiTrouble.Kind;
import io.equipoise.balancer.kubernetes.PodCosts.Answer;
import io.equipoise.testkit.StandInKubernetes;
import io.equipoise.testkit.TestCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A stand-in for Kubernetes with the pod {@code b1}, the real client of it, and a folder with what a pod has mounted. */
final class TestApi implements AutoCloseable {
    static final String LOOPBACK = "127.0.0.1";

    /** How long an answer may take when that is not what a test is about. */
    static final Duration PATIENT = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final StandInKubernetes kubernetes;
    private final Path account;

    /** The account, with the token {@code first}, is in a folder below that one. */
    TestApi(TestCertificate certificate, Path folder) {
        account = folder.resolve("account");
        kubernetes = StandInKubernetes.start(certificate);
        kubernetes.mount(account, "first");
        kubernetes.pod("b1");
    }

    StandInKubernetes kubernetes() {
        return kubernetes;
    }

    Path account() {
        return account;
    }

    /** A client that waits so long for an answer. */
    KubernetesApi client(Duration limit) {
        return client(Optional.of(new ApiAddress(LOOPBACK, kubernetes.port())), limit);
    }

    /** A client of whoever is there. */
    KubernetesApi client(Optional<ApiAddress> address, Duration limit) {
        return new KubernetesApi(vertx, address, account.toString(), limit);
    }

    static void assertTrouble(KubernetesApi api, Kind kind, String message) {
        assertThatThrownBy(() -> write(api, "b1", 1))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        ApiTrouble.class, trouble -> assertThat(trouble.kind()).isEqualTo(kind));
    }

    static Answer write(KubernetesApi api, String pod, int cost) {
        return await(api.open().compose(pods -> pods.write(pod, cost)));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(40, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came", e);
        }
    }

    @Override
    public void close() {
        kubernetes.close();
        await(vertx.close());
    }
}
