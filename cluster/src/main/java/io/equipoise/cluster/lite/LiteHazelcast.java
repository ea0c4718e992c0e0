package io.equipoise.cluster.lite;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vert.x's cluster manager for a member of Hazelcast that holds no data, where many such members come and go together.
 *
 * <ul>
 *   <li>It has nothing to hand over, so it leaves at once. Vert.x's own first has every other member forget a listener,
 *       again and again until nobody comes or goes; where many leave together that takes until the last of them has left,
 *       and they forget it all the same.
 *   <li>When another that holds no data leaves, those who hold it forget its consumers, and none of it is lost. Vert.x's
 *       own does that on each member: each asks for all consumers there are, and those that are about to leave, too.
 * </ul>
 *
 * <p>As thread-safe as what it extends.
 */
final class LiteHazelcast extends HazelcastClusterManager {
    private static final Logger log = LoggerFactory.getLogger(LiteHazelcast.class);

    /** Of what is being tidied up when this member is to leave; it asks members that may be leaving, too. */
    private static final Duration TIDY_LIMIT = Duration.ofSeconds(1);

    /** Of a member: where Vert.x's own manager puts what it calls the member. */
    private static final String ID_ATTRIBUTE = "__vertx.nodeId";

    private volatile @Nullable Vertx vertx;
    private volatile @Nullable NodeListener listener;
    private boolean leaves;

    @Override
    public void init(Vertx newVertx) {
        vertx = newVertx;
        super.init(newVertx);
    }

    @Override
    public void nodeListener(NodeListener newListener) {
        listener = newListener;
        super.nodeListener(newListener);
    }

    /** Of who holds no data only the listener is told: what the other manager keeps is for tidying up behind it. */
    @Override
    public synchronized void memberAdded(MembershipEvent event) {
        if (event.getMember().isLiteMember()) {
            tell(NodeListener::nodeAdded, event);
        } else {
            super.memberAdded(event);
        }
    }

    /** Tidies up behind one that held data, unless this one leaves, too: it could no longer. */
    @Override
    public synchronized void memberRemoved(MembershipEvent event) {
        if (event.getMember().isLiteMember()) {
            tell(NodeListener::nodeLeft, event);
        } else if (!leaves) {
            super.memberRemoved(event);
        }
    }

    private void tell(BiConsumer<NodeListener, String> what, MembershipEvent event) {
        NodeListener told = listener;
        String id = event.getMember().getAttribute(ID_ATTRIBUTE);
        if (told != null && id != null && isActive()) {
            what.accept(told, id);
        }
    }

    /** Only a merge concerns it, and only for that it may wait: a shutdown is told here, and would wait for the tidying. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void stateChanged(LifecycleEvent event) {
        if (event.getState() == LifecycleState.MERGED) {
            super.stateChanged(event);
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
