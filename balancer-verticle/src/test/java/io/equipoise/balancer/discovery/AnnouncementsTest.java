package io.equipoise.balancer.discovery;

import static io.equipoise.balancer.discovery.Door.LEASE;
import static io.equipoise.balancer.discovery.Door.at;
import static io.equipoise.balancer.discovery.Door.on;
import static io.equipoise.balancer.discovery.Door.registration;
import static io.equipoise.balancer.discovery.Door.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.control.Logged;
import io.equipoise.balancer.control.PoolUpdates;
import io.equipoise.balancer.pool.Backend;
import io.equipoise.balancer.pool.PoolSnapshot;
import io.equipoise.balancer.pool.PoolUpdate;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.Registration;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows of the catalogue of faults about who is a member, at the door. */
class AnnouncementsTest {
    private final Door door = Door.open();

    @Test
    void what_is_announced_is_what_stands_in_the_pool() {
        door.announce(new Registration(
                "b1", 3, "db", "10.0.0.1", 9_000, 7, "zone-a", BackendState.DRAINING, LEASE, 0, 1, Map.of("v", "2")));

        assertThat(door.pool.node("b1").backend())
                .isEqualTo(new Backend(
                        "b1",
                        3,
                        "db",
                        new InetSocketAddress("10.0.0.1", 9_000),
                        7,
                        7,
                        "zone-a",
                        Backend.Mode.DRAINING,
                        Backend.Origin.ANNOUNCED,
                        Map.of("v", "2")));
        assertThat(door.heardOf).containsExactly("b1");
    }

    @Test
    void K11_the_same_registration_again_and_again_is_one_backend_and_no_snapshot() {
        door.announce(registration(1));
        PoolSnapshot before = door.pool.snapshot();

        for (int sequence = 1; sequence < 50; sequence++) {
            door.announce(registration(1).with(BackendState.READY, sequence));
            door.announce(registration(1).with(BackendState.READY, sequence));
            door.entry(registration(1).with(BackendState.READY, sequence));
        }

        assertThat(door.pool.snapshot()).isSameAs(before);
        assertThat(door.refusals.total()).isZero();
    }

    @Test
    void K12_the_same_id_from_another_address_is_taken_when_it_started_later() {
        door.announce(registration(1));

        door.announce(started(at(registration(1), "10.9.9.9"), 2));

        assertThat(door.ids()).containsExactly("b1");
        assertThat(door.pool.node("b1").backend().address()).isEqualTo(new InetSocketAddress("10.9.9.9", 9_000));
    }

    @Test
    void K12_the_same_start_from_another_address_is_refused_counted_and_logged() {
        door.announce(registration(1));
        Registration impostor = at(registration(1), "10.9.9.9").with(BackendState.READY, 2);

        try (Logged log = Logged.by(Refusals.class)) {
            door.announce(impostor);

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("source=b1", "reason=identity_conflict"));
        }
        assertThat(door.refusals.count(Refusal.IDENTITY_CONFLICT)).isOne();
        assertThat(door.pool.node("b1").backend().address()).isEqualTo(new InetSocketAddress("10.0.0.2", 9_000));
    }

    @Test
    void K12_an_earlier_start_is_refused_and_does_not_renew_the_lease_of_the_later() {
        door.announce(started(registration(1), 5));

        for (int second = 0; second < 18; second++) {
            door.announce(started(at(registration(1), "10.9.9.9"), 4).with(BackendState.READY, second));
            door.pass(Duration.ofSeconds(1));
        }

        assertThat(door.refusals.count(Refusal.SUPERSEDED)).isEqualTo(18);
        assertThat(door.ids()).isEmpty();
    }

    @Test
    void K13_a_second_id_at_one_address_is_refused_and_logged_once_a_minute_though_it_comes_every_second() {
        door.announce(started(registration(1), 2));
        Registration second = on(
                at(
                        new Registration(
                                "other", 1, "web", "10.0.0.1", 1, 100, "", BackendState.READY, LEASE, 0, 1, Map.of()),
                        registration(1).host()),
                9_000);

        try (Logged log = Logged.by(Refusals.class)) {
            for (int sequence = 1; sequence <= 50; sequence++) {
                door.announce(second.with(BackendState.READY, sequence));
                door.time.advanceMillis(1_000);
            }

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("source=other", "reason=pool_conflict", "its address belongs to b1"));
        }
        assertThat(door.refusals.count(Refusal.POOL_CONFLICT)).isEqualTo(50);
        assertThat(door.ids()).containsExactly("b1");
    }

    @Test
    void K21_an_announcement_that_is_played_again_is_counted_and_changes_nothing() {
        door.announce(registration(1).with(BackendState.READY, 1));
        door.announce(registration(1).with(BackendState.DRAINING, 2));

        door.announce(registration(1).with(BackendState.READY, 1));

        assertThat(door.refusals.count(Refusal.REPLAYED)).isOne();
        assertThat(door.pool.node("b1").backend().mode()).isEqualTo(Backend.Mode.DRAINING);
    }

    @Test
    void without_the_clusters_secret_nothing_is_taken() {
        Envelope signed = Envelope.of(Optional.of("secret"));
        Door closed = new Door(signed, Admission.of(List.of(), 1_024, 65_535, new OwnListeners(Set.of())));

        closed.announcements.onAnnounced(door.sealed(registration(1)));
        closed.announcements.onAnnounced(Envelope.of(Optional.of("guess"))
                .seal(Envelope.Kind.REGISTRATION, registration(1).toJson()));
        closed.announcements.onAnnounced(
                signed.seal(Envelope.Kind.DEPARTURE, registration(1).toJson()));
        closed.settle();
        assertThat(closed.ids()).isEmpty();
        assertThat(closed.refusals.count(Refusal.UNSIGNED)).isEqualTo(3);

        closed.announce(registration(1));
        assertThat(closed.ids()).containsExactly("b1");
    }

    @Test
    void there_are_no_more_backends_than_there_may_be() {
        for (int i = 0; i < Announcements.MOST_BACKENDS + 10; i++) {
            door.announcements.onAnnounced(door.sealed(registration(i)));
        }
        door.settle();

        assertThat(door.announcements.size()).isEqualTo(Announcements.MOST_BACKENDS);
        assertThat(door.refusals.count(Refusal.FULL)).isEqualTo(10);
    }

    @Test
    void a_defect_behind_the_door_is_counted_and_logged_with_its_trace_once_a_minute() {
        Announcements broken = new Announcements(
                Envelope.of(Optional.empty()),
                Admission.of(List.of(), 1_024, 65_535, new OwnListeners(Set.of())),
                service -> 0,
                update -> {
                    throw new IllegalStateException("on purpose");
                },
                id -> {},
                door.refusals,
                door.time);

        try (Logged log = Logged.by(Refusals.class)) {
            for (int i = 0; i < 100; i++) {
                broken.onAnnounced(door.sealed(registration(i)));
            }

            assertThat(log.events())
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.getThrowableProxy().getMessage()).isEqualTo("on purpose"));
        }
        assertThat(door.refusals.count(Refusal.INTERNAL_ERROR)).isEqualTo(100);
    }

    @Test
    void who_announces_the_id_of_what_stands_in_the_configuration_can_neither_replace_nor_remove_it() {
        PoolUpdates configuration = new PoolUpdates(door.pool, door.time);
        Backend configured = new Backend(
                "10.0.0.9:9000",
                1,
                "web",
                new InetSocketAddress("10.0.0.9", 9_000),
                100,
                0,
                "",
                Backend.Mode.READY,
                Backend.Origin.STATIC,
                Map.of());
        configuration.accept(new PoolUpdate.Upsert(configured));
        door.settle();

        door.announce(new Registration(
                configured.id(), 1, "web", "10.9.9.9", 9_000, 1, "", BackendState.READY, LEASE, 0, 1, Map.of()));
        door.depart(configured.id(), 1, 2);

        assertThat(door.pool.node(configured.id()).backend()).isEqualTo(configured);
        assertThat(door.refusals.count(Refusal.POOL_CONFLICT)).isOne();
    }
}
