package io.equipoise.balancer.stats;

import static io.equipoise.balancer.metrics.Subject.Kind.BACKEND;
import static io.equipoise.balancer.metrics.Subject.Kind.LISTENER;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.equipoise.balancer.latency.Recorder;
import io.equipoise.balancer.metrics.Counts;
import io.equipoise.balancer.metrics.Failure;
import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import io.equipoise.balancer.pool.Backends;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.InvalidMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A balancer that counts sessions that never were, and tells of them as a real one does. */
final class Fake {
    static final Subject FRONT = new Subject(LISTENER, "front", Backends.SERVICE);
    static final Envelope ENVELOPE = Envelope.of(Optional.of("a secret of this cluster"));

    private final String id;
    private final Outbox outbox;
    private final Map<Subject, Counting> counting = new HashMap<>();

    private static final class Counting {
        private final Recorder connect;
        private final Recorder firstByte;
        private Counts counts = Counts.NONE;
        private @Nullable Failure failure;

        Counting(Subject.Kind kind) {
            connect = new Recorder(Figures.resolution(kind));
            firstByte = new Recorder(Figures.resolution(kind));
        }

        Figures figures() {
            return new Figures(counts, failure, connect.distribution(), firstByte.distribution());
        }
    }

    /** One session that is over. */
    record Session(String backend, long connectMicros, long firstByteMicros, long in, long out, boolean failed) {}

    Fake(String id) {
        this.id = id;
        this.outbox = new Outbox(id);
        counting.put(FRONT, new Counting(LISTENER));
    }

    String id() {
        return id;
    }

    Outbox outbox() {
        return outbox;
    }

    static Subject backend(String name) {
        return new Subject(BACKEND, name, Backends.SERVICE);
    }

    void carry(Session session, long atMillis) {
        for (Subject subject : List.of(FRONT, backend(session.backend()))) {
            Counting of = counting.computeIfAbsent(subject, s -> new Counting(s.kind()));
            of.counts = of.counts.plus(new Counts(1, 0, session.failed() ? 1 : 0, session.in(), session.out()));
            of.connect.record(session.connectMicros() * 1_000);
            of.firstByte.record(session.firstByteMicros() * 1_000);
            if (session.failed() && subject.kind() == BACKEND) {
                of.failure = new Failure(atMillis, "backend_reset");
            }
        }
    }

    /** So many sessions are open on it. */
    void open(Subject subject, long open) {
        Counting of = counting.computeIfAbsent(subject, s -> new Counting(s.kind()));
        Counts was = of.counts;
        of.counts =
                new Counts(was.opened() + open, open, was.failures(), was.bytesFromClients(), was.bytesFromBackends());
    }

    void forget(Subject subject) {
        counting.remove(subject);
    }

    Map<Subject, Figures> figures() {
        Map<Subject, Figures> figures = new HashMap<>();
        counting.forEach((subject, of) -> figures.put(subject, of.figures()));
        return figures;
    }

    /** What it tells at that uptime, sealed as it goes over the bus. */
    List<String> tell(long uptimeMillis) {
        return outbox.next(figures(), Map.of(), uptimeMillis).stream()
                .map(payload -> ENVELOPE.seal(Envelope.Kind.FIGURES, payload))
                .toList();
    }

    static boolean hear(Peers peers, String message, long atMillis) throws InvalidMessage {
        return peers.accept(read(message), MILLISECONDS.toNanos(atMillis));
    }

    static Report read(String message) throws InvalidMessage {
        return Report.fromJson(ENVELOPE.open(Envelope.Kind.FIGURES, message));
    }

    /** Those for whom nothing must be dropped. */
    static void hearAll(Peers peers, List<String> messages, long atMillis) {
        for (String message : messages) {
            try {
                hear(peers, message, atMillis);
            } catch (InvalidMessage e) {
                throw new AssertionError(e.reason() + ": " + e.getMessage(), e);
            }
        }
    }
}
