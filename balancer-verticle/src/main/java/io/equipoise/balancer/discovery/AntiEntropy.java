package io.equipoise.balancer.discovery;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.Jitter;
import io.equipoise.balancer.control.Timers.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole cluster-wide map again and again and has every entry compared with what is known, in slices: whatever
 * the bus has lost comes in here. One reading at a time; a map that does not answer is told of once, and asked again.
 * Control loop only.
 */
final class AntiEntropy {
    /** Between two readings, ±10 %. */
    static final Duration PERIOD = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(AntiEntropy.class);
    private static final Duration TURN = Duration.ofMillis(1);

    private final Supplier<Future<List<String>>> map;
    private final Consumer<String> entries;
    private final Runnable onReachable;
    private final ControlLoop loop;
    private @Nullable Timer next;
    private boolean reading;
    private boolean again;
    private boolean outage;

    /**
     * Not started yet.
     *
     * @param map reads the map; the future ends in bounded time
     * @param entries takes each entry's text
     * @param onReachable is called when the map answers again after it did not
     */
    AntiEntropy(Supplier<Future<List<String>>> map, Consumer<String> entries, Runnable onReachable, ControlLoop loop) {
        this.map = map;
        this.entries = entries;
        this.onReachable = onReachable;
        this.loop = loop;
    }

    /** Reads at once, and from then on periodically; while a reading is under way another one follows it. */
    void readNow() {
        if (reading) {
            again = true;
            return;
        }
        if (next != null) {
            next.cancel();
            next = null;
        }
        reading = true;
        map.get().onComplete(this::onRead, this::onFailed);
    }

    private void onRead(List<String> texts) {
        if (outage) {
            outage = false;
            log.atInfo().addKeyValue("entries", texts.size()).log("the shared map answers again");
            onReachable.run();
        }
        feed(texts.iterator());
    }

    private void onFailed(Throwable cause) {
        if (!outage) {
            outage = true;
            log.atWarn().addKeyValue("cause", cause.toString()).log("the shared map does not answer");
        }
        finish();
    }

    private void feed(Iterator<String> texts) {
        for (int i = 0; i < Inbox.SLICE && texts.hasNext(); i++) {
            entries.accept(texts.next());
        }
        if (texts.hasNext()) {
            loop.timers().after(TURN, () -> feed(texts));
        } else {
            finish();
        }
    }

    private void finish() {
        reading = false;
        if (again) {
            again = false;
            readNow();
        } else {
            next = loop.timers().after(Jitter.around(PERIOD, loop.random()), this::readNow);
        }
    }
}
