package io.equipoise.balancer.admin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer that goes on and on: server-sent events (WHATWG HTML, section 9.2). Control loop only.
 *
 * <p>What is sent while the reader does not read is kept in memory. So whoever sends looks at {@link #isFull} first and
 * sends nothing while it is: figures of which newer ones will come are left out, and what must not be lost waits at its
 * source until {@link #onDrain}. A reader that stays full is cut. To use it:
 *
 * <pre>{@code
 * if (EventStreams.isWanted(request)) {
 *     streams.open(request).ifPresent(stream -> {
 *         Runnable stop = source.listen(news -> {
 *             if (!stream.isFull()) {
 *                 stream.send(EventStream.frame("stats", "", news));
 *             }
 *         });
 *         stream.onEnd(stop);
 *     });
 * }
 * }</pre>
 */
final class EventStream {
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);
    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");
    private static final Buffer BEGINNING = Buffer.buffer("retry: 1000\n\n");

    private final HttpServerResponse response;
    private final List<Runnable> atEnd = new ArrayList<>();
    private boolean ended;
    private boolean wasFull;

    EventStream(HttpServerResponse response) {
        this.response = response;
    }

    /** One event as bytes, to be sent to any number of streams; an empty id is none. */
    static Buffer frame(String event, String id, JsonObject data) {
        String idLine = id.isEmpty() ? "" : "id: " + id + "\n";
        return Buffer.buffer(idLine + "event: " + event + "\ndata: " + data.encode() + "\n\n");
    }

    /** Tells the reader that a stream comes. */
    void begin() {
        response.putHeader("content-type", "text/event-stream").setChunked(true);
        response.closeHandler(closed -> over());
        response.exceptionHandler(cause -> log.atDebug().setCause(cause).log("a stream failed"));
        write(BEGINNING);
    }

    /** Whether the reader is so slow that nothing more should be sent. */
    boolean isFull() {
        return response.writeQueueFull();
    }

    /** Sends that frame, unless the stream has ended. */
    void send(Buffer frame) {
        if (!ended) {
            write(frame);
        }
    }

    /** Tells each time that the reader has read, after it was full. */
    void onDrain(Runnable handler) {
        response.drainHandler(drained -> handler.run());
    }

    /** Tells once that the stream has ended: the reader left, was cut, or the balancer closes. */
    void onEnd(Runnable handler) {
        atEnd.add(handler);
    }

    /** Ends it. */
    void end() {
        if (!ended) {
            over();
            response.end();
        }
    }

    /** Says that the balancer is still there; cuts a reader that was full the last time too. */
    void beat() {
        if (!isFull()) {
            wasFull = false;
            write(HEARTBEAT);
        } else if (wasFull) {
            log.atInfo().log("a stream is cut, as its reader does not read");
            over();
            response.reset();
        } else {
            wasFull = true;
        }
    }

    private void write(Buffer frame) {
        response.write(frame).onFailure(cause -> over());
    }

    private void over() {
        if (!ended) {
            ended = true;
            atEnd.forEach(Runnable::run);
        }
    }
}
