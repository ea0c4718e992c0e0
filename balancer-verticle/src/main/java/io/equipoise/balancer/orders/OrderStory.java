package io.equipoise.balancer.orders;

import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Stamp;
import io.equipoise.cluster.registry.Wish;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An order in words, the same for the log and for listeners.
 *
 * @param details who, from where, through whom, and what from what to what, in the order to show it
 */
record OrderStory(String subject, String message, Map<String, Object> details) {

    static OrderStory of(Taken taken) {
        Wish wish = taken.order().wish();
        OrderStory story;
        if (wish instanceof Wish.OfBackend now) {
            story = ofBackend(now, taken.before());
        } else if (wish instanceof Wish.OfService now) {
            story = ofService(now, taken.before());
        } else {
            story = ofStatic((Wish.OfStatic) wish);
        }
        Stamp stamp = taken.order().stamp();
        return story.with("by", stamp.by()).with("from", stamp.from()).with("balancer", stamp.balancer());
    }

    private static OrderStory ofBackend(Wish.OfBackend now, Optional<Wish> earlier) {
        Wish.OfBackend before = earlier.filter(Wish.OfBackend.class::isInstance)
                .map(Wish.OfBackend.class::cast)
                .orElse(new Wish.OfBackend(now.id(), BackendState.READY, OptionalInt.empty()));
        OrderStory story = new OrderStory(now.id(), "backend ordered", Map.of())
                .with("backend", now.id())
                .with("state", change(before.state().wireName(), now.state().wireName()));
        boolean ordersWeight = now.weight().isPresent() || before.weight().isPresent();
        return ordersWeight ? story.with("weight", change(weight(before), weight(now))) : story;
    }

    private static OrderStory ofService(Wish.OfService now, Optional<Wish> earlier) {
        String before = earlier.flatMap(wish -> wish instanceof Wish.OfService of ? of.policy() : Optional.empty())
                .orElse("configured");
        return new OrderStory(now.service(), "policy ordered", Map.of())
                .with("service", now.service())
                .with("policy", change(before, now.policy().orElse("configured")));
    }

    private static OrderStory ofStatic(Wish.OfStatic now) {
        boolean there = now.presence() == Wish.Presence.THERE;
        return new OrderStory(now.id(), there ? "static backend added" : "static backend removed", Map.of())
                .with("backend", now.id())
                .with("service", now.service())
                .with("host", now.host())
                .with("port", now.port())
                .with("weight", now.weight());
    }

    private static String weight(Wish.OfBackend wish) {
        return wish.weight().isPresent() ? String.valueOf(wish.weight().getAsInt()) : "announced";
    }

    private static String change(String before, String now) {
        return before.equals(now) ? now : before + " -> " + now;
    }

    private OrderStory with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new OrderStory(subject, message, more);
    }
}
