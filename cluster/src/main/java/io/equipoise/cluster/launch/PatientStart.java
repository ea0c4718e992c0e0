package io.equipoise.cluster.launch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.transport.Transport;
import java.util.concurrent.ExecutionException;

/**
 * Builds a clustered Vert.x however long that takes: the launcher of Vert.x gives up after two minutes, and a member
 * that holds no data waits for one that does. The thread that asks for it waits, which is the process's first.
 */
final class PatientStart implements VertxBuilder {
    private final VertxBuilder builder;

    PatientStart(VertxBuilder builder) {
        this.builder = builder;
    }

    @Override
    public Future<Vertx> buildClustered() {
        try {
            return Future.succeededFuture(builder.buildClustered()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get());
        } catch (ExecutionException e) {
            return Future.failedFuture(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Future.failedFuture(e);
        }
    }

    @Override
    public Vertx build() {
        return builder.build();
    }

    @Override
    public VertxBuilder with(VertxOptions options) {
        builder.with(options);
        return this;
    }

    @Override
    public VertxBuilder withMetrics(VertxMetricsFactory factory) {
        builder.withMetrics(factory);
        return this;
    }

    @Override
    public VertxBuilder withTracer(VertxTracerFactory factory) {
        builder.withTracer(factory);
        return this;
    }

    @Override
    public VertxBuilder withTransport(Transport transport) {
        builder.withTransport(transport);
        return this;
    }

    @Override
    public VertxBuilder withClusterManager(ClusterManager manager) {
        builder.withClusterManager(manager);
        return this;
    }
}
