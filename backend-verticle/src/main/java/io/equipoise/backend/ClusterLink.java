package io.equipoise.backend;

import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Departure;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.LoadReport;
import io.equipoise.cluster.registry.Ping;
import io.equipoise.cluster.registry.Registration;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/** Over the event bus and the cluster-wide map. */
final class ClusterLink implements RegistryLink {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);
    private static final long NONCE = 0;

    private final EventBus bus;
    private final SharedRegistry map;
    private final Envelope envelope;

    ClusterLink(EventBus bus, SharedRegistry map, Envelope envelope) {
        this.bus = bus;
        this.map = map;
        this.envelope = envelope;
    }

    @Override
    public void announce(Registration registration) {
        bus.publish(Addresses.ANNOUNCE, envelope.seal(Envelope.Kind.REGISTRATION, registration.toJson()));
    }

    @Override
    public Future<Void> depart(Departure departure) {
        return bus.publisher(Addresses.DEPART).write(envelope.seal(Envelope.Kind.DEPARTURE, departure.toJson()));
    }

    @Override
    public Future<Optional<Registration>> find(String id) {
        return map.find(id);
    }

    @Override
    public Future<Boolean> claim(Registration registration) {
        return map.claim(registration);
    }

    @Override
    public Future<Void> put(Registration registration) {
        return map.put(registration);
    }

    @Override
    public Future<Void> remove(String id, long incarnation) {
        return map.remove(id, incarnation);
    }

    @Override
    public Future<Boolean> answers(Registration other) {
        // Who is told DRAINING by somebody never waits for that somebody when it drains.
        Ping ping = new Ping("backend-that-starts", NONCE, BackendState.DRAINING);
        DeliveryOptions limit = new DeliveryOptions().setSendTimeout(ANSWER_LIMIT.toMillis());
        return bus.<Object>request(Addresses.ping(other.id(), other.incarnation()), ping.toJson(), limit)
                .map(reply -> isFrom(other, reply.body()))
                .otherwise(false);
    }

    private static boolean isFrom(Registration other, Object body) {
        if (!(body instanceof JsonObject json)) {
            return false;
        }
        try {
            LoadReport report = LoadReport.fromJson(json);
            return report.id().equals(other.id()) && report.incarnation() == other.incarnation();
        } catch (InvalidMessage e) {
            return false;
        }
    }
}
