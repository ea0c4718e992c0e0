package io.equipoise.balancer.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.metrics.Event;
import io.equipoise.balancer.metrics.EventRing;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That refused writes leave nothing, and others their caller, is seen over HTTP in {@link RefusedWritesIT}. */
class AuditTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private final EventRing events = new EventRing(() -> NOW);
    private final Audit audit = new Audit(events);

    @Test
    void a_change_is_one_event_with_its_time_what_was_done_and_who_did_it_from_where() {
        audit.changed(new Caller("ops", "192.0.2.1"), "balancer-1.7", "session is ended", Map.of("loop", 3));
        assertThat(events.since(0))
                .containsExactly(new Event(
                        1,
                        NOW,
                        Event.Kind.ADMIN,
                        "balancer-1.7",
                        "session is ended",
                        Map.of("loop", 3, "by", "ops", "from", "192.0.2.1")));
    }

    @Test
    void details_do_not_stand_in_for_who_did_it() {
        audit.changed(new Caller("ops", "192.0.2.1"), "x", "changed", Map.of("by", "somebody", "from", "198.51.100.1"));
        assertThat(events.since(0))
                .singleElement()
                .extracting(Event::details)
                .isEqualTo(Map.of("by", "ops", "from", "192.0.2.1"));
    }
}
