package io.equipoise.cluster.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReachableHostTest {
    @Test
    void the_public_host_goes_before_the_cluster_host() {
        assertThat(ReachableHost.choose(Optional.of("192.0.2.1"), Optional.of("10.0.0.1")))
                .isEqualTo("192.0.2.1");
    }

    @Test
    void the_cluster_host_is_next_even_on_loopback() {
        assertThat(ReachableHost.choose(Optional.empty(), Optional.of("127.0.0.1")))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void else_it_is_a_site_local_address_of_this_machine_or_loopback() throws Exception {
        InetAddress chosen = InetAddress.getByName(ReachableHost.choose(Optional.empty(), Optional.empty()));
        assertThat(NetworkInterface.getByInetAddress(chosen)).isNotNull();
        assertThat(chosen.isSiteLocalAddress() || chosen.isLoopbackAddress()).isTrue();
    }
}
