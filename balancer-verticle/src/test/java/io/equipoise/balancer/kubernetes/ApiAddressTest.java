package io.equipoise.balancer.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiAddressTest {
    @ParameterizedTest
    @CsvSource({"10.96.0.1, 443, 10.96.0.1:443", "fd00::1, 6443, [fd00::1]:6443", "[fd00::1], 6443, [fd00::1]:6443"})
    void it_is_what_the_environment_says(String host, String port, String shown) {
        assertThat(in(host, port)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"'', 443", "10.96.0.1, ''", "10.96.0.1, tcp://10.96.0.1:443", "10.96.0.1, 65536", "10.96.0.1, 999999"})
    void it_is_nowhere_when_the_environment_does_not_say_it(String host, String port) {
        assertThat(in(host, port)).isEqualTo("nowhere");
    }

    @Test
    void outside_of_kubernetes_it_is_nowhere() {
        assertThat(ApiAddress.in(Map.of())).isEmpty();
    }

    private static String in(String host, String port) {
        return ApiAddress.in(Map.of("KUBERNETES_SERVICE_HOST", host, "KUBERNETES_SERVICE_PORT", port))
                .map(ApiAddress::toString)
                .orElse("nowhere");
    }
}
