package io.equipoise.balancer.admin;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * Some operations of the admin API. A handler is asked on the control loop, after the caller has shown a token and the
 * request has been held to the contract in {@code openapi.yaml}: parameters and body are there and within their bounds.
 * Large answers are made with {@link Answer}, changes are recorded with {@link Audit}.
 */
public interface ApiPart {
    /** Who handles what, by the contract's operationId. */
    Map<String, Handler<RoutingContext>> operations();
}
