package io.equipoise.backend;

import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.Registration;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** One Vert.x without a cluster, on which a test deploys backends and plays balancers. */
public final class Stage implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();

    public Vertx vertx() {
        return vertx;
    }

    public FakeBalancer balancer(String name) {
        return FakeBalancer.listening(vertx, name);
    }

    /** Deploys the sample and returns its deployment. */
    public String deploy(JsonObject config) {
        return Await.result(begin(config));
    }

    /** Begins to deploy the sample. */
    public Future<String> begin(JsonObject config) {
        return begin(new BackendVerticle(), config);
    }

    public Future<String> begin(Deployable verticle, JsonObject config) {
        return vertx.deployVerticle(verticle, new DeploymentOptions().setConfig(config));
    }

    /** Begins to undeploy. */
    public Future<Void> undeploy(String deployment) {
        return vertx.undeploy(deployment);
    }

    /** What the shared map holds under that id. */
    public Optional<Registration> registered(String id) {
        return Await.result(registry().find(id));
    }

    public SharedRegistry registry() {
        return Await.result(SharedRegistry.open(vertx, Envelope.of(Optional.empty())));
    }

    @Override
    public void close() {
        Await.result(vertx.close());
    }
}
