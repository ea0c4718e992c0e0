package io.equipoise.balancer.health;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.LoadReport;
import io.equipoise.cluster.registry.Ping;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Asks a backend over the bus. A good answer comes from that start of that backend and to this very question; it says
 * what the backend wants. The question says what this balancer acts upon, which lets a backend drain.
 */
final class EventBusPing implements Probe {
    private final EventBus bus;
    private final String balancerId;
    private final Duration timeout;
    private final RandomGenerator random;

    EventBusPing(EventBus bus, String balancerId, Duration timeout, RandomGenerator random) {
        this.bus = bus;
        this.balancerId = balancerId;
        this.timeout = timeout;
        this.random = random;
    }

    @Override
    public Future<Observation> probe(Backend backend) {
        Ping ping = new Ping(balancerId, random.nextLong(), seen(backend.mode()));
        return bus.<Object>request(
                        Addresses.ping(backend.id(), backend.incarnation()),
                        ping.toJson(),
                        new DeliveryOptions().setSendTimeout(timeout.toMillis()))
                .map(reply -> judge(reply, backend, ping))
                .recover(cause -> Future.succeededFuture(failure(cause)));
    }

    private static Observation judge(Message<Object> reply, Backend backend, Ping ping) {
        if (!(reply.body() instanceof JsonObject json)) {
            return Observation.bad("ping answered with no report");
        }
        try {
            LoadReport report = LoadReport.fromJson(json);
            if (!report.id().equals(backend.id()) || report.incarnation() != backend.incarnation()) {
                return Observation.bad("ping answered by " + report.id() + ", incarnation " + report.incarnation());
            }
            return report.nonce() == ping.nonce()
                    ? Observation.good("ping answered", mode(report.state()))
                    : Observation.bad("ping answered with another nonce");
        } catch (InvalidMessage e) {
            return Observation.bad("ping answered with an invalid report: " + e.getMessage());
        }
    }

    private static Observation failure(Throwable cause) {
        if (cause instanceof ReplyException reply) {
            if (reply.failureType() == ReplyFailure.RECIPIENT_FAILURE || reply.failureType() == ReplyFailure.ERROR) {
                return Observation.bad("ping failed: " + reply.getMessage());
            }
            return Observation.silent(
                    reply.failureType() == ReplyFailure.NO_HANDLERS ? "nobody takes its pings" : "ping not answered");
        }
        return Observation.silent("ping not sent: " + cause.getMessage());
    }

    private static BackendState seen(Backend.Mode mode) {
        return switch (mode) {
            case READY -> BackendState.READY;
            case DRAINING -> BackendState.DRAINING;
            case MAINTENANCE -> BackendState.MAINTENANCE;
        };
    }

    private static Backend.Mode mode(BackendState state) {
        return switch (state) {
            case READY -> Backend.Mode.READY;
            case DRAINING -> Backend.Mode.DRAINING;
            case MAINTENANCE -> Backend.Mode.MAINTENANCE;
        };
    }
}
