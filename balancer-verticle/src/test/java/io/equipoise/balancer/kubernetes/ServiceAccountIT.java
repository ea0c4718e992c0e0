package io.equipoise.balancer.kubernetes;

import static io.equipoise.balancer.kubernetes.TestApi.LOOPBACK;
import static io.equipoise.balancer.kubernetes.TestApi.PATIENT;
import static io.equipoise.balancer.kubernetes.TestApi.assertTrouble;
import static io.equipoise.balancer.kubernetes.TestApi.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.balancer.kubernetes.ApiTrouble.Kind;
import io.equipoise.balancer.kubernetes.PodCosts.Answer;
import io.equipoise.testkit.StandInKubernetes;
import io.equipoise.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the client trusts and how it is known: by what is mounted into its pod at that moment. */
class ServiceAccountIT extends WithApi {
    @Test
    void the_token_is_the_one_that_is_mounted_now() {
        KubernetesApi client = api.client(PATIENT);
        assertThat(write(client, "b1", 1)).isEqualTo(Answer.WRITTEN);
        api.kubernetes().forget("first");
        api.kubernetes().mount(api.account(), "second");
        assertThat(write(client, "b1", 2)).isEqualTo(Answer.WRITTEN);
        assertThat(api.kubernetes().patches())
                .extracting(StandInKubernetes.Patch::token)
                .containsExactly("first", "second");
    }

    @Test
    void certificates_that_are_replaced_are_those_that_count() throws Exception {
        KubernetesApi client = api.client(PATIENT);
        assertThat(write(client, "b1", 1)).isEqualTo(Answer.WRITTEN);
        TestCertificate other = TestCertificate.make(folder, "ip:" + LOOPBACK);
        try (StandInKubernetes stranger = StandInKubernetes.start(other)) {
            stranger.mount(api.account(), "first");
            assertTrouble(client, Kind.UNREACHED, "SSL");
        }
        api.kubernetes().mount(api.account(), "first");
        assertThat(write(client, "b1", 2)).isEqualTo(Answer.WRITTEN);
    }

    @Test
    void a_certificate_for_somebody_else_is_not_taken() {
        TestCertificate other = TestCertificate.make(folder, "dns:kubernetes.example");
        try (StandInKubernetes stranger = StandInKubernetes.start(other)) {
            stranger.mount(api.account(), "first");
            KubernetesApi client = api.client(Optional.of(new ApiAddress(LOOPBACK, stranger.port())), PATIENT);
            assertTrouble(client, Kind.UNREACHED, "not reached");
            assertThat(stranger.patches()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "namespace", "ca.crt"})
    void a_pod_without_a_token_is_told_how_to_get_one(String missing) throws IOException {
        Files.delete(api.account().resolve(missing));
        assertTrouble(api.client(PATIENT), Kind.NO_ACCOUNT, "k8s/optional/deletion-cost.patch");
        assertThat(api.kubernetes().patches()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"token, 'a\nb'", "ca.crt, garbage", "ca.crt, ''", "namespace, 'a b'"})
    void files_that_hold_something_else_are_trouble_and_no_request(String file, String content) throws IOException {
        Files.writeString(api.account().resolve(file), content);
        assertThatThrownBy(() -> write(api.client(PATIENT), "b1", 1)).isInstanceOf(ApiTrouble.class);
        assertThat(api.kubernetes().cost("b1")).isEmpty();
    }

    @Test
    void outside_of_kubernetes_there_is_no_api() {
        KubernetesApi client = api.client(Optional.empty(), PATIENT);
        assertTrouble(client, Kind.NO_ACCOUNT, "this is no pod of Kubernetes");
    }
}
