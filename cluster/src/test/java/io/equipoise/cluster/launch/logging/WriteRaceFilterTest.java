package io.equipoise.cluster.launch.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WriteRaceFilterTest {
    private static final int MORE_THAN_SOCKETS_HOLD = 64 << 20;

    private final WriteRaceFilter filter = new WriteRaceFilter();

    @Test
    void a_write_that_fails_for_a_promise_that_has_failed_is_left_out() throws Exception {
        assertThat(filter.decide(unhandled(ofFailedWrite()))).isEqualTo(FilterReply.DENY);
    }

    @Test
    void a_promise_completed_twice_by_anybody_else_is_told() {
        IllegalStateException own = new IllegalStateException("Promise already completed");
        assertThat(filter.decide(unhandled(own))).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void whatever_else_fails_in_a_write_is_told() throws Exception {
        IllegalStateException other = new IllegalStateException("another");
        other.setStackTrace(ofFailedWrite().getStackTrace());
        assertThat(filter.decide(unhandled(other))).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void a_line_without_a_throwable_is_told() {
        assertThat(filter.decide(event("io.vertx.core.impl.ContextImpl", null))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(filter.decide(event("io.equipoise.Other", new IllegalStateException("Promise already completed"))))
                .isEqualTo(FilterReply.NEUTRAL);
    }

    /** What Vert.x itself throws: its event bus gives writes a promise that says it takes no failure, as this one does. */
    private static Throwable ofFailedWrite() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            CompletableFuture<Throwable> reported = new CompletableFuture<>();
            Promise<NetSocket> peer = Promise.promise();
            NetServer server = await(vertx.createNetServer()
                    .connectHandler(accepted -> peer.complete(accepted.pause()))
                    .listen(0, "127.0.0.1"));
            NetSocket socket = await(vertx.createNetClient().connect(server.actualPort(), "127.0.0.1"));
            vertx.exceptionHandler(reported::complete);
            socket.write(Buffer.buffer(new byte[MORE_THAN_SOCKETS_HOLD])).onComplete(new TakesNoFailure());
            await(peer.future().compose(NetSocket::close));
            return reported.get(30, TimeUnit.SECONDS);
        } finally {
            await(vertx.close());
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static LoggingEvent unhandled(Throwable thrown) {
        return event("io.vertx.core.impl.ContextImpl", thrown);
    }

    private static LoggingEvent event(String logger, @Nullable Throwable thrown) {
        return new LoggingEvent(
                "test",
                new LoggerContext().getLogger(logger),
                Level.ERROR,
                "Unhandled exception",
                thrown,
                new Object[0]);
    }

    private static final class TakesNoFailure implements Promise<Void> {
        @Override
        public boolean tryComplete(Void result) {
            return true;
        }

        @Override
        public boolean tryFail(Throwable cause) {
            return false;
        }

        @Override
        public Future<Void> future() {
            throw new UnsupportedOperationException();
        }
    }
}
