package io.equipoise.balancer.discovery;

import io.equipoise.balancer.control.ControlLoop;
import io.equipoise.balancer.control.Jitter;
import io.equipoise.balancer.control.Timers.Timer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole cluster-wide map again and again and has every entry compared with what is known, in slices: whatever
 * the bus has lost comes in here. One reading at a time; a map that does not answer is told of once, and asked again.
 * Control loop only.
 */
public final class AntiEntropy {
    /** Between two readings, ±10 %. */
    static final Duration PERIOD = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(AntiEntropy.class);
    private static final Duration TURN = Duration.ofMillis(1);

    private final Supplier<Future<List<String>>> map;
    private final Reader reader;
    private final ControlLoop loop;
    private @Nullable Timer next;
    private boolean reading;
    private boolean again;
    private boolean outage;

    /**
     * Not started yet.
     *
     * @param map reads the map; the future ends in bounded time
     */
    public AntiEntropy(Supplier<Future<List<String>>> map, Reader reader, ControlLoop loop) {
        this.map = map;
        this.reader = reader;
        this.loop = loop;
    }

    /** What is done with what the map has. */
    public interface Reader {
        /** One entry's text. */
        void onEntry(String text);

        /** The map answers again after it did not. */
        void onReachable();

        /** The entries of one reading are through. */
        default void onRead() {}

        /** A reading has failed. */
        default void onUnread() {}
    }

    /** Reads at once, and from then on periodically; while a reading is under way another one follows it. */
    public void readNow() {
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
            reader.onReachable();
        }
        feed(texts.iterator());
    }

    private void onFailed(Throwable cause) {
        if (!outage) {
            outage = true;
            log.atWarn().addKeyValue("cause", cause.toString()).log("the shared map does not answer");
        }
        reader.onUnread();
        finish();
    }

    private void feed(Iterator<String> texts) {
        for (int i = 0; i < Inbox.SLICE && texts.hasNext(); i++) {
            reader.onEntry(texts.next());
        }
        if (texts.hasNext()) {
            loop.timers().after(TURN, () -> feed(texts));
        } else {
            reader.onRead();
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
