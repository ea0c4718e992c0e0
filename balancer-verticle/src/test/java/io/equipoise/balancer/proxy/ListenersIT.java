package io.equipoise.balancer.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.pool.BackendPool;
import io.equipoise.balancer.pool.ServicePolicy;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ports, and the loops that share them. */
class ListenersIT {
    @ParameterizedTest
    @EnumSource
    void loops_share_the_free_port_that_port_0_asks_for_and_its_connections_evenly(Net net) throws Exception {
        try (RawBackend backend = RawBackend.queued();
                TestProxy proxy = TestProxy.over(Setup.on(net).loops(4), backend.port());
                Crowd crowd = new Crowd(proxy, backend)) {
            assertThat(proxy.proxies())
                    .extracting(ProxyVerticle::listeners)
                    .containsOnly(List.of(new BoundListener(
                            "test",
                            Setup.SERVICE,
                            "127.0.0.1",
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()))));
            crowd.add(12);

            assertThat(proxy.proxies()).extracting(ProxyVerticle::openSessions).containsOnly(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_port_in_use_fails_every_start_with_one_line_that_names_it_and_opens_nothing(Net net) throws Exception {
        Vertx vertx = net.vertx();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free = freePort();
            List<Future<String>> starts =
                    proxies(Setup.on(net).config(listener("first", free), listener("second", taken.getLocalPort())))
                            .stream()
                            .map(vertx::deployVerticle)
                            .toList();

            assertThat(starts)
                    .allSatisfy(start -> assertThatThrownBy(() -> TestProxy.get(start))
                            .isInstanceOf(BindFailure.class)
                            .hasMessageStartingWith(
                                    "listener second cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
                            .hasMessageContaining("in use"));
            assertThatThrownBy(() -> RawConnection.to(free)).hasMessageContaining("refused");
        } finally {
            TestProxy.get(vertx.close());
        }
    }

    /** Twenty times, as some transports let go of a closed socket later, if not waited for. */
    @ParameterizedTest
    @EnumSource
    void a_port_refuses_connections_from_the_moment_its_last_loop_has_stopped(Net net) throws Exception {
        Vertx vertx = net.vertx();
        try {
            for (int i = 0; i < 20; i++) {
                ProxyVerticle proxy =
                        proxies(Setup.on(net).config(listener("only", 0))).get(0);
                String id = TestProxy.get(vertx.deployVerticle(proxy));
                int port = proxy.listeners().get(0).port();

                TestProxy.get(vertx.undeploy(id));

                assertThatThrownBy(() -> RawConnection.to(port)).hasMessageContaining("refused");
            }
        } finally {
            TestProxy.get(vertx.close());
        }
    }

    private static List<ProxyVerticle> proxies(BalancerConfig config) {
        ServicePolicy policy = new ServicePolicy("random", SelectionPolicy.RANDOM.factory(), 1, 50);
        return ProxyVerticle.forLoops(
                2,
                config,
                new BackendPool(service -> policy, () -> 0),
                SessionListener.NONE,
                DecisionSampler.NONE,
                () -> new Random(1),
                System::nanoTime,
                InstantSource.system());
    }

    private static ListenerConfig listener(String name, int port) {
        return new ListenerConfig(name, "127.0.0.1", port, Setup.SERVICE, 16);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
