package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RunningProcess;
import io.fabric8.kubernetes.api.model.Probe;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The paths that the manifests probe are answered by the programs, and say what kubelet takes them to say. */
@Tag("patient")
class ManifestProbesIT {
    private static final Manifests MANIFESTS = Manifests.OURS;

    @Test
    void a_balancer_is_alive_before_it_is_ready_and_a_backend_of_the_manifests_makes_it_ready() throws Exception {
        try (TestCluster cluster = new TestCluster()) {
            Balancer balancer = Admin.balancer(cluster, "one");
            int admin = Admin.port(balancer);
            var probes = MANIFESTS.workload("balancer").container();
            assertThat(status(admin, probes.getStartupProbe())).isEqualTo(200);
            assertThat(status(admin, probes.getLivenessProbe())).isEqualTo(200);
            assertThat(status(admin, probes.getReadinessProbe())).isEqualTo(503);

            String type = MANIFESTS.workload("backend").configJson(MANIFESTS).getString("type");
            RunningProcess started = cluster.startBackend(
                    new JsonObject().put("id", "backend-5d8c7f-x2x4z").put("type", type), UnaryOperator.identity());
            Backend backend = cluster.await(started);
            for (Probe probe : ManifestRulesTest.probes(MANIFESTS.workload("backend"))) {
                assertThat(status(backend.port(), probe)).isEqualTo(200);
            }
            Awaitility.await()
                    .atMost(RunningProcess.PATIENCE)
                    .untilAsserted(() -> assertThat(status(admin, probes.getReadinessProbe()))
                            .isEqualTo(200));
        }
    }

    private static int status(int port, Probe probe) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + probe.getHttpGet().getPath());
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
