package io.equipoise.cluster.lite;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vert.x's cluster manager for a member of Hazelcast that holds no data, and so has nothing to hand over: it leaves at
 * once. Vert.x's own first has every other member forget a listener, again and again until nobody comes or goes; where
 * many leave together that takes until the last of them has left, and they forget it all the same.
 *
 * <p>As thread-safe as what it extends.
 */
final class LiteHazelcast extends HazelcastClusterManager {
    private static final Logger log = LoggerFactory.getLogger(LiteHazelcast.class);

    /** Of what is being tidied up when this member is to leave; it asks members that may be leaving, too. */
    private static final Duration TIDY_LIMIT = Duration.ofSeconds(1);

    private volatile @Nullable Vertx vertx;
    private boolean leaves;

    @Override
    public void init(Vertx newVertx) {
        vertx = newVertx;
        super.init(newVertx);
    }

    /** Tidies up behind one that has left, unless this one leaves, too: it could no longer. */
    @Override
    public synchronized void memberRemoved(MembershipEvent event) {
        if (!leaves) {
            super.memberRemoved(event);
        }
    }

    @Override
    public void leave(Completable<Void> done) {
        HazelcastInstance member = getHazelcastInstance();
        if (member == null) {
            super.leave(done);
            return;
        }
        Vertx blocking = Objects.requireNonNull(vertx, "Vert.x calls init first");
        blocking.executeBlocking(this::tidyNoMore, false)
                .timeout(TIDY_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .transform(tidied -> blocking.executeBlocking(
                        () -> {
                            member.shutdown();
                            return null;
                        },
                        false))
                .onComplete(shut -> super.leave((nothing, failure) -> {
                    if (member.getLifecycleService().isRunning()) {
                        done.fail(failure == null ? shut.cause() : failure);
                        return;
                    }
                    // Nobody is left who could be told of a listener.
                    if (failure != null) {
                        log.atDebug().setCause(failure).log("member has left without taking back its listener");
                    }
                    done.succeed();
                }));
    }

    /** Waits for what is being tidied up. */
    private synchronized @Nullable Void tidyNoMore() {
        leaves = true;
        return null;
    }
}
