package io.equipoise.balancer.stats;

import io.equipoise.balancer.metrics.Figures;
import io.equipoise.balancer.metrics.Subject;
import java.util.Map;

/**
 * What one balancer has counted, and how much of it within some time. A view of its {@link Peer}, for as long as that is
 * not told anything.
 *
 * @param balancer its id
 * @param ageMillis how old the figures are
 * @param stale whether that is too old to be taken for the present
 * @param seconds the length of that time
 * @param now what was counted since its start
 * @param before what was counted before that time began
 * @param waiting sessions that wait, by service
 */
record Slice(
        String balancer,
        long ageMillis,
        boolean stale,
        double seconds,
        Map<Subject, Figures> now,
        Map<Subject, Figures> before,
        Map<String, Integer> waiting) {

    /** The same, with another beginning. */
    Slice since(Map<Subject, Figures> earlier, double length) {
        return new Slice(balancer, ageMillis, stale, length, now, earlier, waiting);
    }
}
