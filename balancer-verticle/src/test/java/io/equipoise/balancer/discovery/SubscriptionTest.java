package io.equipoise.balancer.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private final ScriptedBus bus = new ScriptedBus();
    private final List<Object> bodies = new ArrayList<>();
    private final Subscription subscription = new Subscription(bus.bus(), "somewhere", bodies::add);

    @Test
    void it_is_done_when_every_member_knows_of_it() {
        Future<Void> done = subscription.renew();
        assertThat(done.isComplete()).isFalse();

        bus.consumers().get(0).hold();
        bus.deliver("a");

        assertThat(done.succeeded()).isTrue();
        assertThat(bodies).containsExactly("a");
    }

    @Test
    void a_renewed_one_hears_each_word_once_and_misses_none_meanwhile() {
        subscription.renew();
        bus.consumers().get(0).hold();

        subscription.renew();
        bus.deliver("under way");
        assertThat(bodies).contains("under way");
        bus.consumers().get(1).hold();
        bodies.clear();
        bus.deliver("afterwards");

        assertThat(bodies).containsExactly("afterwards");
        assertThat(bus.consumers().get(0).isOver()).isTrue();
    }

    @Test
    void one_that_fails_is_given_up_and_the_earlier_one_stays() {
        subscription.renew();
        bus.consumers().get(0).hold();

        Future<Void> done = subscription.renew();
        bus.consumers().get(1).fail();

        assertThat(done.failed()).isTrue();
        assertThat(bus.consumers().get(0).isOver()).isFalse();
        assertThat(bus.consumers().get(1).isOver()).isTrue();
        bus.deliver("a");
        assertThat(bodies).containsExactly("a");
    }

    @Test
    void there_is_one_renewal_at_a_time_and_another_after_it() {
        Future<Void> first = subscription.renew();
        assertThat(subscription.renew()).isSameAs(first);
        assertThat(bus.consumers()).hasSize(1);

        bus.consumers().get(0).hold();
        subscription.renew();

        assertThat(bus.consumers()).hasSize(2);
    }

    @Test
    void after_a_failure_it_can_be_tried_again() {
        subscription.renew();
        bus.consumers().get(0).fail();

        Future<Void> done = subscription.renew();
        bus.consumers().get(1).hold();

        assertThat(done.succeeded()).isTrue();
    }

    @Test
    void an_old_one_that_cannot_be_ended_does_not_fail_the_new_one() {
        subscription.renew();
        bus.consumers().get(0).hold();
        bus.consumers().get(0).keep();

        Future<Void> done = subscription.renew();
        bus.consumers().get(1).hold();

        assertThat(done.succeeded()).isTrue();
    }
}
