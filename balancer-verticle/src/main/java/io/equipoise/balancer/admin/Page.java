package io.equipoise.balancer.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which part of a list is asked for. Pages go by key and not by number, so that none is left out or shown twice when
 * others join or leave in between.
 *
 * @param limit items at most, 1 to 1,000
 * @param after the key behind which to begin; empty begins at the first
 */
record Page(int limit, String after) {
    private static final int USUAL = 100;

    /** What {@code limit} and {@code after} of a request say that the contract allows. */
    static Page asked(RoutingContext request) {
        List<String> limits = request.queryParam("limit");
        List<String> afters = request.queryParam("after");
        return new Page(
                limits.isEmpty() ? USUAL : Integer.parseInt(limits.get(0)), afters.isEmpty() ? "" : afters.get(0));
    }

    /** That part: its {@code items}, and {@code next}, the {@code after} of the next page, while there is one. */
    <T> JsonObject of(Stream<T> all, Function<T, String> key, Function<T, JsonObject> view) {
        List<T> rest = all.filter(item -> key.apply(item).compareTo(after) > 0)
                .sorted(Comparator.comparing(key))
                .limit(limit + 1L)
                .toList();
        List<T> shown = rest.subList(0, Math.min(limit, rest.size()));
        JsonArray items = new JsonArray();
        shown.forEach(item -> items.add(view.apply(item)));
        JsonObject page = new JsonObject().put("items", items);
        return rest.size() > limit ? page.put("next", key.apply(shown.get(limit - 1))) : page;
    }
}
