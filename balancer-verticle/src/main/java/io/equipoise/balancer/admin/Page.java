package io.equipoise.balancer.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
    private static final int LONGEST = 1_000;

    /** What {@code limit} and {@code after} of the request say; empty when the limit cannot be. */
    static Optional<Page> asked(RoutingContext request) {
        List<String> limits = request.queryParam("limit");
        List<String> afters = request.queryParam("after");
        String after = afters.isEmpty() ? "" : afters.get(0);
        if (limits.isEmpty()) {
            return Optional.of(new Page(USUAL, after));
        }
        String limit = limits.get(0);
        boolean isNumber = limit.matches("[0-9]{1,4}");
        int value = isNumber ? Integer.parseInt(limit) : 0;
        return value >= 1 && value <= LONGEST ? Optional.of(new Page(value, after)) : Optional.empty();
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
