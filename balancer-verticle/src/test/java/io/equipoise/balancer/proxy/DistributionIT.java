package io.equipoise.balancer.proxy;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets how many of 3,000 connections that go through the whole data path, on two loops. */
class DistributionIT {
    private static final int CONNECTIONS = 3_000;
    private static final int CLIENTS = 300;

    private final List<RawBackend> backends = new ArrayList<>();

    @AfterEach
    void close() {
        backends.forEach(RawBackend::close);
    }

    @Test
    void round_robin_is_within_one_of_equal() throws IOException {
        try (TestProxy proxy = proxy(SelectionPolicy.ROUND_ROBIN, 3, backend -> 100)) {
            connect(proxy);
            assertThat(shares(proxy).values()).hasSize(3).allMatch(count -> Math.abs(count - 1_000) <= 1);
        }
    }

    @Test
    void weights_of_1_2_3_give_shares_of_1_2_3_within_two_percent() throws IOException {
        try (TestProxy proxy = proxy(SelectionPolicy.ROUND_ROBIN, 3, backend -> 1 + backend)) {
            connect(proxy);
            Map<Integer, Long> shares = shares(proxy);
            for (int i = 0; i < 3; i++) {
                long fair = CONNECTIONS * (1L + i) / 6;
                assertThat(shares.get(backends.get(i).port())).isCloseTo(fair, within(fair / 50));
            }
        }
    }

    @Test
    void source_hash_keeps_each_client_at_its_backend_when_one_of_ten_leaves() throws IOException {
        try (TestProxy proxy = proxy(SelectionPolicy.SOURCE_HASH, 10, backend -> 100)) {
            Map<String, Integer> before = connectFromMany(proxy, 0);
            assertThat(connectFromMany(proxy, CLIENTS)).isEqualTo(before);

            int gone = backends.get(3).port();
            proxy.remove(gone);
            Map<String, Integer> after = connectFromMany(proxy, 2 * CLIENTS);
            long others = before.values().stream().filter(port -> port != gone).count();
            long moved = before.entrySet().stream()
                    .filter(client -> client.getValue() != gone)
                    .filter(client -> !client.getValue().equals(after.get(client.getKey())))
                    .count();
            assertThat(after.values()).doesNotContain(gone);
            assertThat(moved).as("moved of %d", others).isLessThanOrEqualTo(others * 12 / 100);
        }
    }

    private TestProxy proxy(SelectionPolicy policy, int count, IntUnaryOperator weight) {
        TestProxy proxy = new TestProxy(Setup.on(Net.NIO).policy(policy));
        for (int i = 0; i < count; i++) {
            RawBackend backend = RawBackend.start(RawBackend::echo);
            backends.add(backend);
            proxy.join(backend.port(), weight.applyAsInt(i), 0);
        }
        return proxy;
    }

    private static void connect(TestProxy proxy) throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (RawConnection client = proxy.connect()) {
                client.send("x");
                client.receive(1);
            }
        }
    }

    private static Map<Integer, Long> shares(TestProxy proxy) {
        return proxy.reports(CONNECTIONS).stream().collect(groupingBy(DistributionIT::port, counting()));
    }

    /** One connection from each of many addresses of the loopback network; says where each went. */
    private static Map<String, Integer> connectFromMany(TestProxy proxy, int soFar) throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            InetAddress address = InetAddress.getByAddress(new byte[] {127, 1, (byte) (i >> 8), (byte) i});
            try (RawConnection client = RawConnection.from(address, proxy.port())) {
                client.send("x");
                client.receive(1);
            }
        }
        Map<String, Integer> where = new TreeMap<>();
        proxy.reports(soFar + CLIENTS)
                .subList(soFar, soFar + CLIENTS)
                .forEach(report -> where.put(host(report), port(report)));
        assertThat(where).hasSize(CLIENTS);
        return where;
    }

    private static String host(SessionReport report) {
        return String.valueOf(report.client()).replaceAll(":\\d+$", "");
    }

    private static int port(SessionReport report) {
        return report.backend().address().getPort();
    }
}
