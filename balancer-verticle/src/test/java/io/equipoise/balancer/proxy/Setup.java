package io.equipoise.balancer.proxy;

import io.equipoise.balancer.config.AccessLogConfig;
import io.equipoise.balancer.config.AdminConfig;
import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.ConnectConfig;
import io.equipoise.balancer.config.DecisionsConfig;
import io.equipoise.balancer.config.DrainConfig;
import io.equipoise.balancer.config.HealthConfig;
import io.equipoise.balancer.config.KubernetesConfig;
import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.config.MetricsConfig;
import io.equipoise.balancer.config.QueueConfig;
import io.equipoise.balancer.config.RegistrationConfig;
import io.equipoise.balancer.config.RelayConfig;
import io.equipoise.balancer.config.ServiceConfig;
import io.equipoise.balancer.pool.Selector;
import io.equipoise.balancer.selection.SelectionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a test says of its balancer; the rest is as by default, but for the drain, which does not wait. */
record Setup(
        Net net,
        int loops,
        String policy,
        Selector.Factory selectors,
        ConnectConfig connect,
        QueueConfig queue,
        RelayConfig relay,
        DrainConfig drain) {
    static final String SERVICE = "default";

    static Setup on(Net net) {
        return new Setup(
                net,
                2,
                SelectionPolicy.ROUND_ROBIN.wireName(),
                SelectionPolicy.ROUND_ROBIN.factory(),
                ConnectConfig.DEFAULTS,
                QueueConfig.DEFAULTS,
                net.relay(),
                new DrainConfig(Duration.ZERO, Duration.ZERO));
    }

    Setup loops(int number) {
        return new Setup(net, number, policy, selectors, connect, queue, relay, drain);
    }

    Setup policy(SelectionPolicy chosen) {
        return new Setup(net, loops, chosen.wireName(), chosen.factory(), connect, queue, relay, drain);
    }

    Setup selectors(Selector.Factory chosen) {
        return new Setup(net, loops, policy, chosen, connect, queue, relay, drain);
    }

    Setup connect(Duration timeout, int attempts, Duration deadline) {
        ConnectConfig chosen = new ConnectConfig(timeout, attempts, deadline, connect.replayBytes());
        return new Setup(net, loops, policy, selectors, chosen, queue, relay, drain);
    }

    Setup replay(int bytes) {
        ConnectConfig chosen = new ConnectConfig(connect.timeout(), connect.attempts(), connect.deadline(), bytes);
        return new Setup(net, loops, policy, selectors, chosen, queue, relay, drain);
    }

    Setup queue(int places, Duration timeout) {
        return new Setup(net, loops, policy, selectors, connect, new QueueConfig(places, timeout), relay, drain);
    }

    Setup relay(RelayConfig chosen) {
        return new Setup(net, loops, policy, selectors, connect, queue, chosen, drain);
    }

    Setup drain(Duration lameDuck, Duration deadline) {
        DrainConfig chosen = new DrainConfig(lameDuck, deadline);
        return new Setup(net, loops, policy, selectors, connect, queue, relay, chosen);
    }

    BalancerConfig config() {
        return config(new ListenerConfig("test", "127.0.0.1", 0, SERVICE, ListenerConfig.DEFAULT_BACKLOG));
    }

    BalancerConfig config(ListenerConfig... listeners) {
        ServiceConfig service =
                new ServiceConfig(policy, List.of(), 0, 50, HealthConfig.DEFAULTS, connect, queue, relay);
        return new BalancerConfig(
                List.of(listeners),
                Map.of(SERVICE, service),
                RegistrationConfig.DEFAULTS,
                drain,
                MetricsConfig.DEFAULTS,
                AccessLogConfig.DEFAULTS,
                DecisionsConfig.DEFAULTS,
                AdminConfig.DEFAULTS,
                KubernetesConfig.DEFAULTS,
                loops,
                "");
    }
}
