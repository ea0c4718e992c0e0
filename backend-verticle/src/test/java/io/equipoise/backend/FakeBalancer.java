package io.equipoise.backend;

import io.equipoise.cluster.registry.Addresses;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Departure;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.LoadReport;
import io.equipoise.cluster.registry.Ping;
import io.equipoise.cluster.registry.Registration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What a balancer is to a backend: it listens to announcements, and pings when and as a test wants it to. */
public final class FakeBalancer {
    private final Vertx vertx;
    private final String name;
    private final Envelope envelope;
    private final List<Registration> heard = new CopyOnWriteArrayList<>();
    private final List<Departure> departed = new CopyOnWriteArrayList<>();
    private final Map<String, Registration> present = new ConcurrentHashMap<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicLong nonce = new AtomicLong();

    private FakeBalancer(Vertx vertx, String name, Envelope envelope) {
        this.vertx = vertx;
        this.name = name;
        this.envelope = envelope;
    }

    /** Listens from now on. */
    public static FakeBalancer listening(Vertx vertx, String name) {
        return listening(vertx, name, Optional.empty());
    }

    /** Listens from now on to what is signed with that secret. */
    public static FakeBalancer listening(Vertx vertx, String name, Optional<String> secret) {
        FakeBalancer balancer = new FakeBalancer(vertx, name, Envelope.of(secret));
        Await.result(vertx.eventBus()
                .<Object>consumer(Addresses.ANNOUNCE, message -> balancer.onAnnouncement(message.body()))
                .completion());
        Await.result(vertx.eventBus()
                .<Object>consumer(Addresses.DEPART, message -> balancer.onDeparture(message.body()))
                .completion());
        return balancer;
    }

    /** Every announcement, in order. */
    public List<Registration> heard() {
        return heard;
    }

    /** Every departure, in order. */
    public List<Departure> departed() {
        return departed;
    }

    /** What could not be read. */
    public List<Throwable> failures() {
        return failures;
    }

    /** Those that have announced themselves and not departed. */
    public List<Registration> present() {
        return List.copyOf(present.values());
    }

    /** The one backend that is present, once it is. */
    public Registration theOne() {
        Await.until(() -> {
            if (present.size() != 1) {
                throw new AssertionError(present.size() + " backends instead of one");
            }
        });
        return present().get(0);
    }

    /** Pings every backend that is present again and again, and says as what it was last heard. */
    public void pingsAll() {
        vertx.setPeriodic(
                50,
                timer -> present.values()
                        .forEach(backend -> ping(backend, nonce.incrementAndGet(), backend.state())
                                .onFailure(failures::add)));
    }

    /** Those that take new connections, as far as this balancer has heard. */
    public List<Registration> ready() {
        return present().stream()
                .filter(each -> each.state() == BackendState.READY)
                .toList();
    }

    public void rollCall() {
        vertx.eventBus().publish(Addresses.ROLL_CALL, name);
    }

    /** Pings once. */
    public Future<LoadReport> ping(Registration backend, long nonce, BackendState seen) {
        return vertx.eventBus()
                .<JsonObject>request(
                        Addresses.ping(backend.id(), backend.incarnation()),
                        new Ping(name, nonce, seen).toJson(),
                        new DeliveryOptions().setSendTimeout(1_000))
                .compose(reply -> {
                    try {
                        return Future.succeededFuture(LoadReport.fromJson(reply.body()));
                    } catch (InvalidMessage e) {
                        return Future.failedFuture(e);
                    }
                });
    }

    private void onAnnouncement(Object body) {
        try {
            Registration registration = Registration.fromJson(envelope.open(Envelope.Kind.REGISTRATION, body));
            heard.add(registration);
            present.merge(
                    registration.id(),
                    registration,
                    (known, now) -> known.incarnation() > now.incarnation() ? known : now);
        } catch (InvalidMessage e) {
            failures.add(e);
        }
    }

    private void onDeparture(Object body) {
        try {
            Departure departure = Departure.fromJson(envelope.open(Envelope.Kind.DEPARTURE, body));
            departed.add(departure);
            present.computeIfPresent(
                    departure.id(), (id, known) -> known.incarnation() <= departure.incarnation() ? null : known);
        } catch (InvalidMessage e) {
            failures.add(e);
        }
    }
}
