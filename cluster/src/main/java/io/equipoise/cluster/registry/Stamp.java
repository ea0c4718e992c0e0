package io.equipoise.cluster.registry;

import java.util.Comparator;

/**
 * When and by whom something was ordered. Of two orders of one thing the greater stamp holds, at every balancer: first
 * the sequence number, then the balancer's id, so that no two are equal.
 *
 * <p>The sequence number is a hybrid clock (Kulkarni et al., "Logical Physical Clocks", 2014): the author's wall clock in
 * epoch milliseconds, or one more than the highest that it has seen, whichever is greater. So an order is newer than all
 * that its author knew of, whatever the clocks say.
 *
 * @param sequence the hybrid clock, 0 to {@value #LAST}
 * @param balancer through which balancer it was ordered
 * @param by who ordered it: the name of a token
 * @param from the address that the order came from; empty when there was none
 * @param at wall clock of that balancer, epoch milliseconds; to show, and to forget by, never to compare with
 */
public record Stamp(long sequence, String balancer, String by, String from, long at) implements Comparable<Stamp> {
    /** The end of the year 9999: no order keeps all later ones out by claiming the end of time. */
    static final long LAST = 253_402_300_799_999L;

    private static final Comparator<Stamp> ORDER =
            Comparator.comparingLong(Stamp::sequence).thenComparing(Stamp::balancer);

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }
}
