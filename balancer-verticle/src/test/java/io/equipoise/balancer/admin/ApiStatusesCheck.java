package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the contract to what its tests have seen. Maven runs it when all of them have run, and only then. */
class ApiStatusesCheck {
    private static final Vertx VERTX = Vertx.vertx();

    private static Set<String> documented;
    private static Set<String> seen;

    @BeforeAll
    static void read() throws IOException, TimeoutException {
        seen = ApiStatuses.seen();
        documented = objects(
                        new JsonObject(Contract.load(VERTX).await(20, SECONDS).json()).getJsonObject("paths"))
                .flatMap(ApiStatusesCheck::objects)
                .filter(operation -> operation.containsKey("operationId"))
                .flatMap(operation -> operation.getJsonObject("responses").fieldNames().stream()
                        .map(status -> ApiStatuses.of(operation.getString("operationId"), status)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @AfterAll
    static void close() throws TimeoutException {
        VERTX.close().await(20, SECONDS);
    }

    @Test
    void every_documented_status_of_every_operation_was_answered_in_a_test() {
        assertThat(without(documented, seen))
                .as("documented in openapi.yaml, and answered in none of the tests that call the API by ApiClient")
                .isEmpty();
    }

    @Test
    void every_status_that_was_answered_in_a_test_is_documented() {
        assertThat(without(seen, documented))
                .as("answered in a test, and not documented in openapi.yaml")
                .isEmpty();
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    private static Stream<JsonObject> objects(JsonObject parent) {
        return parent.stream()
                .map(each -> each.getValue())
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast);
    }
}
