package io.equipoise.balancer.discovery;

import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Departure;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.IpLiteral;
import io.equipoise.cluster.registry.Registration;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The door into the pool for everything that others say: opens it, reads it, admits it, compares it with what is known,
 * and makes it an update. What is refused changes nothing, is counted by reason, and never throws. Control loop only.
 */
public final class Announcements {
    /** No balancer knows more backends than this. */
    static final int MOST_BACKENDS = 20_000;

    private final Envelope envelope;
    private final Admission admission;
    private final ToIntFunction<String> maxConnections;
    private final Consumer<PoolUpdate> updates;
    private final Consumer<String> heardOf;
    private final Refusals refusals;
    private final Roster roster;

    /**
     * An open door.
     *
     * @param maxConnections how many connections one backend of a service may have from here; 0 is without limit
     * @param updates takes what is to change in the pool
     * @param heardOf is told the id of a backend whose announcement was taken
     * @param nanoTime monotonic time, by which leases end
     */
    public Announcements(
            Envelope envelope,
            Admission admission,
            ToIntFunction<String> maxConnections,
            Consumer<PoolUpdate> updates,
            Consumer<String> heardOf,
            Refusals refusals,
            LongSupplier nanoTime) {
        this.envelope = envelope;
        this.admission = admission;
        this.maxConnections = maxConnections;
        this.updates = updates;
        this.heardOf = heardOf;
        this.refusals = refusals;
        this.roster = new Roster(nanoTime, MOST_BACKENDS);
    }

    /** An announcement from the bus. */
    void onAnnounced(@Nullable Object body) {
        guarded(() -> announced(body, true));
    }

    /** An entry of the cluster-wide map. It may well be older than what the bus has brought. */
    void onEntry(String text) {
        guarded(() -> announced(text, false));
    }

    /** A leave from the bus. */
    void onDeparted(@Nullable Object body) {
        guarded(() -> departed(body));
    }

    /** More came than could wait. */
    void onOverflow() {
        refusals.add(Refusal.OVERFLOW, Refusals.UNKNOWN_SOURCE, "too many announcements at once");
    }

    /**
     * Gives up those whose lease has run out.
     *
     * @param mayGo whether the backend of that id is really to be given up; if not, it gets more time
     */
    void endLeases(Predicate<String> mayGo) {
        for (Registration registration : roster.overdue()) {
            if (mayGo.test(registration.id())) {
                roster.giveUp(registration);
                updates.accept(remove(registration, "lease ran out"));
            } else {
                roster.extend(registration);
            }
        }
    }

    /** How many backends are known. */
    int size() {
        return roster.size();
    }

    /** The longest time between two announcements that a backend has promised; zero when none is known. */
    Duration longestSilence() {
        return roster.longestSilence();
    }

    private void guarded(Reading reading) {
        try {
            reading.run();
        } catch (InvalidMessage e) {
            refusals.add(Refusal.valueOf(e.reason().name()), Refusals.UNKNOWN_SOURCE, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            refusals.addInternalError(e);
        }
    }

    private void announced(@Nullable Object body, boolean live) throws InvalidMessage {
        Registration registration = Registration.fromJson(envelope.open(Envelope.Kind.REGISTRATION, body));
        InetSocketAddress address = address(registration);
        Optional<Refusal> refusal = admission.refusal(address);
        if (refusal.isPresent()) {
            refusals.add(refusal.get(), registration.id(), registration.host() + ":" + registration.port());
            return;
        }
        Roster.Answer answer = roster.announce(registration);
        if (answer == Roster.Answer.TAKEN) {
            updates.accept(new PoolUpdate.Upsert(backend(registration, address)));
            heardOf.accept(registration.id());
        } else {
            refuse(answer, registration.id(), registration.incarnation(), registration.sequence(), live);
        }
    }

    private void departed(@Nullable Object body) throws InvalidMessage {
        Departure departure = Departure.fromJson(envelope.open(Envelope.Kind.DEPARTURE, body));
        Optional<Registration> present = roster.find(departure.id());
        Roster.Answer answer = roster.depart(departure);
        if (answer != Roster.Answer.TAKEN) {
            refuse(answer, departure.id(), departure.incarnation(), departure.sequence(), true);
        } else if (present.isPresent()) {
            updates.accept(remove(present.get(), "it left"));
        }
    }

    /** What the map still holds of earlier times is no offence. */
    private void refuse(Roster.Answer answer, String id, long incarnation, long sequence, boolean live) {
        boolean stale = answer == Roster.Answer.REPLAYED
                || answer == Roster.Answer.SUPERSEDED
                || answer == Roster.Answer.DEPARTED;
        if (answer != Roster.Answer.KNOWN && (live || !stale)) {
            refusals.add(
                    Refusal.valueOf(answer.name()), id, "incarnation " + incarnation + ", sequence number " + sequence);
        }
    }

    private static PoolUpdate remove(Registration gone, String why) {
        return new PoolUpdate.Remove(gone.id(), Backend.Origin.ANNOUNCED, gone.incarnation(), why);
    }

    private Backend backend(Registration registration, InetSocketAddress address) {
        return new Backend(
                registration.id(),
                registration.incarnation(),
                registration.service(),
                address,
                registration.weight(),
                maxConnections.applyAsInt(registration.service()),
                registration.zone(),
                mode(registration.state()),
                Backend.Origin.ANNOUNCED,
                registration.tags());
    }

    private static Backend.Mode mode(BackendState state) {
        return switch (state) {
            case READY -> Backend.Mode.READY;
            case DRAINING -> Backend.Mode.DRAINING;
            case MAINTENANCE -> Backend.Mode.MAINTENANCE;
        };
    }

    private static InetSocketAddress address(Registration registration) {
        return IpLiteral.parse(registration.host())
                .map(host -> new InetSocketAddress(host, registration.port()))
                .orElseThrow(() -> new IllegalStateException("a registration's host is an IP address"));
    }

    /** What may fail on what others say. */
    @FunctionalInterface
    private interface Reading {
        void run() throws InvalidMessage;
    }
}
