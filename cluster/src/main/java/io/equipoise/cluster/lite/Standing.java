package io.equipoise.cluster.lite;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.spi.cluster.NodeInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the cluster is to know of a member that holds none of its data: where its event bus is, and its consumers. It is
 * written again and again until somebody is there to hold it; and it is looked after whenever a member joins, as all is
 * forgotten when the last holder dies and another one comes.
 *
 * <pre>
 * UNKNOWN ──(written)──→ KNOWN ──(a member joins, and nothing is found)──→ UNKNOWN
 * </pre>
 *
 * <p>Owned by one event loop; its methods may be called from any thread.
 */
final class Standing {
    private static final Logger log = LoggerFactory.getLogger(Standing.class);

    /** Between two attempts, doubling from the first to the longest. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** From a member's arrival to the look: several often come together. */
    private static final Duration LOOK_DELAY = Duration.ofMillis(500);

    private final Directory directory;
    private final Executor loop;
    private final Timers timers;
    private final Set<Directory.Entry> entries = new LinkedHashSet<>();
    private @Nullable NodeInfo self;
    private boolean known;
    private boolean waits;
    private boolean looks;
    private boolean looksAgain;

    /** How to act later, on the loop. */
    @FunctionalInterface
    interface Timers {
        /** Runs that action once, after that time. */
        void after(Duration delay, Runnable action);
    }

    /**
     * For one member.
     *
     * @param loop runs what it is given one after the other, on the event loop that owns this
     * @param timers of that loop
     */
    Standing(Directory directory, Executor loop, Timers timers) {
        this.directory = directory;
        this.loop = loop;
        this.timers = timers;
    }

    /** Tells the cluster where this member's event bus is; done when it is known, however long that takes. */
    void introduce(NodeInfo info, Completable<Void> done) {
        loop.execute(() -> {
            self = info;
            write(info, FIRST_PAUSE, done);
        });
    }

    /** Keeps a consumer in mind, which was entered elsewhere. */
    void note(Directory.Entry entry) {
        loop.execute(() -> entries.add(entry));
    }

    /** Keeps it in mind no longer. */
    void forget(Directory.Entry entry) {
        loop.execute(() -> entries.remove(entry));
    }

    /** Looks whether the cluster still knows this member, soon. */
    void onMemberJoined() {
        loop.execute(() -> {
            if (looks) {
                looksAgain = true;
            } else if (known) {
                looks = true;
                timers.after(LOOK_DELAY, this::look);
            }
        });
    }

    private void write(NodeInfo info, Duration pause, Completable<Void> done) {
        directory
                .introduce(info)
                .onComplete(written -> loop.execute(() -> {
                    if (written.succeeded()) {
                        onKnown();
                        done.succeed();
                    } else if (!directory.isActive()) {
                        done.fail(written.cause());
                    } else {
                        onUnknown(written.cause());
                        timers.after(pause, () -> write(info, longer(pause), done));
                    }
                }));
    }

    private void onKnown() {
        known = true;
        if (waits) {
            waits = false;
            log.atInfo().log("a member holds the cluster's data; this member is known to it");
        }
    }

    private void onUnknown(Throwable cause) {
        if (!waits) {
            waits = true;
            log.atWarn()
                    .addKeyValue("cause", cause.getMessage())
                    .log("no member holds the cluster's data yet, as balancers do; waiting for one");
        }
    }

    private void look() {
        directory
                .knowsSelf()
                .onComplete(answer -> loop.execute(() -> {
                    NodeInfo info = self;
                    boolean isKnown = answer.succeeded() && answer.result();
                    if (isKnown || info == null || !directory.isActive()) {
                        onLooked();
                    } else {
                        known = false;
                        log.atWarn()
                                .log(
                                        "the cluster has forgotten this member, as nobody held its data; telling it again");
                        write(info, FIRST_PAUSE, (nothing, failure) -> enterAll(FIRST_PAUSE));
                    }
                }));
    }

    /** Tells of all consumers; of those that went meanwhile it is taken back. */
    private void enterAll(Duration pause) {
        if (!directory.isActive()) {
            return;
        }
        List<Future<Void>> writes = new ArrayList<>();
        for (Directory.Entry entry : List.copyOf(entries)) {
            writes.add(directory.enter(entry).onSuccess(entered -> loop.execute(() -> removeIfGone(entry))));
        }
        Future.join(writes)
                .onComplete(all -> loop.execute(() -> {
                    if (all.succeeded()) {
                        log.atInfo().addKeyValue("consumers", writes.size()).log("the cluster knows this member again");
                        onLooked();
                    } else {
                        timers.after(pause, () -> enterAll(longer(pause)));
                    }
                }));
    }

    private void removeIfGone(Directory.Entry entry) {
        if (!entries.contains(entry)) {
            directory
                    .remove(entry)
                    .onFailure(cause -> log.atDebug()
                            .addKeyValue("address", entry.address())
                            .setCause(cause)
                            .log("a consumer that has gone stays in the cluster's directory"));
        }
    }

    private void onLooked() {
        looks = false;
        if (looksAgain) {
            looksAgain = false;
            onMemberJoined();
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
