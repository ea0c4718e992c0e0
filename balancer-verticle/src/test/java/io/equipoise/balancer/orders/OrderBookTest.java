package io.equipoise.balancer.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.orders.OrderBook.Answer;
import io.equipoise.balancer.selection.SelectionPolicy;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Order;
import io.equipoise.cluster.registry.Stamp;
import io.equipoise.cluster.registry.Wish;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderBookTest {
    private static final long DAY = OrderBook.MEMORY.toMillis();

    private final OrderBook book = new OrderBook();

    @Test
    void the_newer_of_two_holds_in_whatever_order_they_come() {
        assertThat(take("web", 5, "a", Optional.of("random"))).isEqualTo(Answer.TAKEN);
        assertThat(take("web", 5, "a", Optional.of("random"))).isEqualTo(Answer.KNOWN);
        assertThat(take("web", 4, "z", Optional.of("round-robin"))).isEqualTo(Answer.OLDER);
        assertThat(take("web", 5, "b", Optional.of("source-hash"))).isEqualTo(Answer.TAKEN);
        assertThat(book.policy("web")).contains(SelectionPolicy.SOURCE_HASH);
        assertThat(book.policy("mail")).isEmpty();
    }

    @Test
    void a_policy_of_another_version_is_none() {
        take("web", 5, "a", Optional.of("of-tomorrow"));
        assertThat(book.policy("web")).isEmpty();
    }

    @Test
    void books_that_were_told_the_same_in_any_order_are_the_same() {
        Random random = new Random(7);
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            orders.add(
                    order("s" + random.nextInt(5), random.nextInt(40), "b" + random.nextInt(3), Optional.of("p" + i)));
        }
        // One author never gives two orders of one number.
        Map<String, Order> once = new HashMap<>();
        orders.forEach(order -> once.putIfAbsent(order.wish().key() + order.stamp(), order));
        List<Order> told = new ArrayList<>(once.values());
        List<List<Order>> ends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(told, random);
            OrderBook each = new OrderBook();
            told.forEach(order -> each.take(order, order.toString()));
            ends.add(List.of("s0", "s1", "s2", "s3", "s4").stream()
                    .map(service -> each.find(Wish.serviceKey(service)).orElseThrow())
                    .toList());
        }
        assertThat(ends).hasSize(20).containsOnly(ends.get(0));
    }

    @Test
    void the_next_number_is_above_all_that_were_seen_whatever_the_clock_says() {
        assertThat(book.nextSequence(1_000)).isEqualTo(1_000);
        take("web", 5_000, "a", Optional.of("random"));
        take("web", 4_000, "a", Optional.of("random"));
        assertThat(book.nextSequence(1_000)).isEqualTo(5_001);
        assertThat(book.nextSequence(6_000)).isEqualTo(6_000);
        assertThat(book.nextSequence(-1)).isEqualTo(5_001);
    }

    @Test
    void what_takes_back_is_shown_no_more_and_kept_for_a_day() {
        take("web", 1, "a", Optional.of("random"));
        assertThat(book.standing(Wish.serviceKey("web"))).isPresent();
        take("web", 2, "a", Optional.empty());
        assertThat(book.standing(Wish.serviceKey("web"))).isEmpty();
        assertThat(book.forget(2 + DAY)).isEmpty();
        assertThat(take("web", 1, "a", Optional.of("random"))).isEqualTo(Answer.OLDER);
        assertThat(book.forget(3 + DAY)).hasSize(1);
        assertThat(book.find(Wish.serviceKey("web"))).isEmpty();
    }

    @Test
    void what_holds_is_never_forgotten() {
        take("web", 1, "a", Optional.of("random"));
        assertThat(book.forget(400 * DAY)).isEmpty();
        assertThat(book.policy("web")).isPresent();
    }

    @Test
    void a_full_book_takes_no_new_thing_but_what_replaces() {
        for (int i = 0; i < OrderBook.MOST; i++) {
            Order order = new Order(
                    new Wish.OfBackend("b" + i, BackendState.MAINTENANCE, OptionalInt.empty()),
                    new Stamp(i, "a", "ops", "", i));
            assertThat(book.take(order, "text " + i)).isEqualTo(Answer.TAKEN);
        }
        assertThat(take("web", 1, "a", Optional.of("random"))).isEqualTo(Answer.FULL);
        assertThat(book.hasRoomFor(Wish.backendKey("b7"))).isTrue();
        assertThat(book.keyOf("text 7")).isEqualTo(Wish.backendKey("b7"));
        Order later = new Order(
                new Wish.OfBackend("b7", BackendState.READY, OptionalInt.empty()),
                new Stamp(99_999, "a", "ops", "", 0));
        assertThat(book.take(later, "later")).isEqualTo(Answer.TAKEN);
        assertThat(book.keyOf("text 7")).isNull();
        book.forget(DAY + 1);
        assertThat(take("web", 1, "a", Optional.of("random"))).isEqualTo(Answer.TAKEN);
    }

    private Answer take(String service, long sequence, String balancer, Optional<String> policy) {
        Order order = order(service, sequence, balancer, policy);
        return book.take(order, order.toString());
    }

    private static Order order(String service, long sequence, String balancer, Optional<String> policy) {
        return new Order(new Wish.OfService(service, policy), new Stamp(sequence, balancer, "ops", "", sequence));
    }
}
