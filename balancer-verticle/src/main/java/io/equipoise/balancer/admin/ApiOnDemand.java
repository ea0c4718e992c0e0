package io.equipoise.balancer.admin;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API, which is made when somebody first asks it something: to read its contract and to check it takes a third of a
 * second of a cold JVM and some megabytes, which those who balance and are never asked need not spend. Who asks
 * meanwhile waits. What fails is tried again by the next who asks. Owned by the control loop.
 */
final class ApiOnDemand {
    private static final Logger log = LoggerFactory.getLogger(ApiOnDemand.class);

    private final String root;
    private final Supplier<Future<Router>> make;
    private Future<Router> api = Future.failedFuture("nobody has asked yet");

    /** Has the API made which answers under that path. */
    ApiOnDemand(String root, Supplier<Future<Router>> make) {
        this.root = root;
        this.make = make;
    }

    /** Behind a route with a path a router would not see that path: so this route is every path's, and passes others on. */
    void addTo(Router router) {
        router.route()
                .handler(request -> {
                    if (isMine(request)) {
                        ask(request);
                    } else {
                        request.next();
                    }
                })
                .failureHandler(request -> {
                    if (isMine(request) && api.succeeded()) {
                        api.result().handleFailure(request);
                    } else {
                        request.next();
                    }
                });
    }

    private boolean isMine(RoutingContext request) {
        String path = request.normalizedPath();
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    private void ask(RoutingContext request) {
        if (api.succeeded()) {
            api.result().handleContext(request);
            return;
        }
        if (api.failed()) {
            api = make.get().onFailure(cause -> log.atError().setCause(cause).log("the admin API cannot be served"));
        }
        request.request().pause();
        api.onComplete(made -> {
            if (made.succeeded()) {
                made.result().handleContext(request);
            } else {
                Problem.end(request, 500, "the API cannot be served; the log of this balancer says why");
            }
            request.request().resume();
        });
    }
}
