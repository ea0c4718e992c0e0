package io.equipoise.balancer.admin;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.equipoise.balancer.config.AdminConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An admin server alone, with parts of the API in it, on a control loop of its own. */
final class TestAdmin {
    /** The one token that the server knows. */
    static final String TOKEN = "0123456789abcdef";

    private final Vertx vertx;
    private final Context loop;

    TestAdmin(Vertx vertx) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
    }

    /** Serves those parts; the client that calls them has the token "tests". */
    ApiClient serve(ApiPart... parts) throws TimeoutException {
        return ApiClient.to(vertx, port(Map.of("tests", TOKEN), parts)).withToken(TOKEN);
    }

    /** Serves those parts to whoever shows one of those tokens. */
    int port(Map<String, String> tokens, ApiPart... parts) throws TimeoutException {
        AdminServer server = new AdminServer(
                vertx,
                new AdminConfig("127.0.0.1", 0, tokens, false),
                new Readiness(() -> true, () -> false, List::of, () -> false),
                () -> "equipoise_test 1\n",
                complete(vertx, parts));
        return onLoop(() -> server.listen(false).onSuccess(port -> server.serve()))
                .compose(started -> started)
                .await(20, SECONDS);
    }

    /** Those parts and one more that has the rest of the contract, for no test to ask: it answers what is not documented. */
    static List<ApiPart> complete(Vertx vertx, ApiPart... parts) throws TimeoutException {
        Set<String> there = Stream.of(parts)
                .flatMap(part -> part.operations().keySet().stream())
                .collect(Collectors.toSet());
        Map<String, Handler<RoutingContext>> rest =
                Contract.load(vertx).await(20, SECONDS).rules().operations().stream()
                        .map(Operation::getOperationId)
                        .filter(operation -> !there.contains(operation))
                        .collect(Collectors.toMap(
                                Function.identity(), operation -> request -> Problem.end(request, 501, operation)));
        return Stream.concat(Stream.of(parts), Stream.of(() -> rest)).toList();
    }

    /** Does that on the control loop, and waits for it. */
    void run(Runnable action) throws TimeoutException {
        onLoop(() -> {
                    action.run();
                    return true;
                })
                .await(20, SECONDS);
    }

    private <T> Future<T> onLoop(Callable<T> action) {
        return Future.future(promise -> loop.runOnContext(ignored -> {
            try {
                promise.complete(action.call());
            } catch (Exception e) {
                promise.fail(e);
            }
        }));
    }
}
