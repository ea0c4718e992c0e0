package io.equipoise.balancer.orders;

import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.Order;
import io.equipoise.cluster.registry.Wish;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest order of each thing, as far as this balancer knows; bounded. An order that takes back stays for a day, so
 * that an older one that comes late does not come to life again. The control loop writes; any thread may look orders up.
 */
public final class OrderBook {
    /** Orders that a balancer knows at most. */
    static final int MOST = 20_000;

    /** How long what takes back is kept. */
    static final Duration MEMORY = Duration.ofDays(1);

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Map<String, String> keysByText = new HashMap<>();
    private long highest;

    /** An order, and the sealed text that it came in. */
    record Entry(String key, Order order, String text) {}

    /** What becomes of an order. */
    enum Answer {
        /** It is news: to be applied. */
        TAKEN,
        /** It is the one that is known. */
        KNOWN,
        /** A newer one is known. */
        OLDER,
        /** There are as many as there may be. */
        FULL
    }

    /** An empty book. */
    public OrderBook() {}

    /** Takes an order, unless it is old news. */
    Answer take(Order order, String text) {
        String key = order.wish().key();
        Entry present = entries.get(key);
        if (present != null) {
            int newer = order.stamp().compareTo(present.order().stamp());
            if (newer <= 0) {
                return newer == 0 ? Answer.KNOWN : Answer.OLDER;
            }
            keysByText.remove(present.text());
        } else if (!hasRoomFor(key)) {
            return Answer.FULL;
        }
        highest = Math.max(highest, order.stamp().sequence());
        entries.put(key, new Entry(key, order, text));
        keysByText.put(text, key);
        return Answer.TAKEN;
    }

    /** The key of the order that came in that text, if it is the newest of its key. */
    @Nullable
    String keyOf(String text) {
        return keysByText.get(text);
    }

    boolean hasRoomFor(String key) {
        return entries.containsKey(key) || entries.size() < MOST;
    }

    /** The newest order under that key, though it may only take back. Any thread. */
    Optional<Order> find(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::order);
    }

    /** The order that holds under that key. Any thread. */
    Optional<StandingOrder> standing(String key) {
        return find(key).filter(order -> !order.wish().takesBack()).map(StandingOrder::of);
    }

    /** The policy that is ordered for that service and known here. Any thread. */
    public Optional<SelectionPolicy> policy(String service) {
        return find(Wish.serviceKey(service))
                .flatMap(order -> order.wish() instanceof Wish.OfService of ? of.policy() : Optional.empty())
                .flatMap(SelectionPolicy::named);
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    /** A sequence number above all that were seen, by a wall clock in epoch milliseconds that may jump. */
    long nextSequence(long wallMillis) {
        return Math.max(wallMillis, highest + 1);
    }

    /** Those that take back and are older than a day by that wall clock; forgets them. */
    List<Entry> forget(long wallMillis) {
        List<Entry> over = entries.values().stream()
                .filter(entry -> entry.order().wish().takesBack()
                        && wallMillis - entry.order().stamp().at() > MEMORY.toMillis())
                .toList();
        for (Entry entry : over) {
            entries.remove(entry.key());
            keysByText.remove(entry.text());
        }
        return over;
    }
}
