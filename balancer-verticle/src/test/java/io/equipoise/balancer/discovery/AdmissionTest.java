package io.equipoise.balancer.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.IpLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
    private final OwnListeners own = new OwnListeners(Set.of(ip("10.0.0.7"), ip("fd00::7")));

    @Test
    void B18_a_backend_at_a_listener_of_the_balancer_is_refused_however_it_names_the_machine() {
        own.opened(new InetSocketAddress("0.0.0.0", 8_080));

        assertThat(refusal("127.0.0.1", 8_080)).contains(Refusal.OWN_LISTENER);
        assertThat(refusal("127.1.2.3", 8_080)).contains(Refusal.OWN_LISTENER);
        assertThat(refusal("::1", 8_080)).contains(Refusal.OWN_LISTENER);
        assertThat(refusal("10.0.0.7", 8_080)).contains(Refusal.OWN_LISTENER);
        assertThat(refusal("::ffff:10.0.0.7", 8_080)).contains(Refusal.OWN_LISTENER);
        assertThat(refusal("fd00::7", 8_080)).contains(Refusal.OWN_LISTENER);
        assertThat(refusal("10.0.0.7", 8_081)).isEmpty();
        assertThat(refusal("10.0.0.8", 8_080)).as("another machine").isEmpty();
    }

    @Test
    void B18_a_listener_on_one_address_leaves_the_others_to_backends() {
        own.opened(new InetSocketAddress("10.0.0.7", 8_080));

        assertThat(refusal("10.0.0.7", 8_080)).contains(Refusal.OWN_LISTENER);
        assertThat(refusal("127.0.0.1", 8_080)).isEmpty();
    }

    @Test
    void B18_the_pool_never_sees_such_a_backend() {
        own.opened(new InetSocketAddress("0.0.0.0", 9_000));
        Door door = new Door(Envelope.of(Optional.empty()), admission(List.of()));

        door.announce(Door.at(Door.registration(1), "127.0.0.1"));
        door.entry(Door.at(Door.registration(1), "10.0.0.7"));

        assertThat(door.ids()).isEmpty();
        assertThat(door.refusals.count(Refusal.OWN_LISTENER)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
                "169.254.169.254", "::", "ff02::1", "fe80::1", "::ffff:169.254.169.254", "::ffff:0.0.0.0"
            })
    void B19_an_address_that_is_no_hosts_own_is_refused(String host) {
        assertThat(refusal(host, 9_000)).contains(Refusal.FORBIDDEN_NETWORK);
    }

    @ParameterizedTest
    @ValueSource(ints = {22, 80, 443, 1_023})
    void B19_a_privileged_port_is_refused_unless_it_is_let_in(int port) {
        assertThat(refusal("10.0.0.1", port)).contains(Refusal.FORBIDDEN_PORT);
        assertThat(Admission.of(List.of(), 1, 65_535, own).refusal(address("10.0.0.1", port)))
                .isEmpty();
    }

    @Test
    void B19_with_a_list_of_networks_nothing_else_is_let_in() {
        Admission admission = admission(List.of("10.1.0.0/16", "fd00:1::/32", "192.168.7.7"));

        assertThat(admission.refusal(address("10.1.255.255", 9_000))).isEmpty();
        assertThat(admission.refusal(address("fd00:1:2::3", 9_000))).isEmpty();
        assertThat(admission.refusal(address("192.168.7.7", 9_000))).isEmpty();
        for (String outside : List.of("10.2.0.1", "10.0.255.255", "192.168.7.8", "127.0.0.1", "fd00:2::1")) {
            assertThat(admission.refusal(address(outside, 9_000))).as(outside).contains(Refusal.FORBIDDEN_NETWORK);
        }
    }

    @Test
    void B19_a_list_may_let_link_local_addresses_in_but_never_those_of_no_host() {
        Admission admission = admission(List.of("0.0.0.0/0", "::/0"));

        assertThat(admission.refusal(address("169.254.1.1", 9_000))).isEmpty();
        assertThat(admission.refusal(address("0.0.0.0", 9_000))).contains(Refusal.FORBIDDEN_NETWORK);
        assertThat(admission.refusal(address("224.0.0.1", 9_000))).contains(Refusal.FORBIDDEN_NETWORK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0/8", "fd00::/129", "all", "300.0.0.0/8"
            })
    void a_block_that_is_none_is_named(String text) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    private Optional<Refusal> refusal(String host, int port) {
        return admission(List.of()).refusal(address(host, port));
    }

    private Admission admission(List<String> networks) {
        return Admission.of(networks, 1_024, 65_535, own);
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(ip(host), port);
    }

    private static InetAddress ip(String text) {
        return IpLiteral.parse(text).orElseThrow();
    }
}
