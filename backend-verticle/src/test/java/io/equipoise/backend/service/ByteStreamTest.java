package io.equipoise.backend.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ByteStreamTest {
    private static final int ROOM = 4;

    private final HttpServerResponse response = (HttpServerResponse) Proxy.newProxyInstance(
            HttpServerResponse.class.getClassLoader(),
            new Class<?>[] {HttpServerResponse.class},
            (self, method, arguments) -> call(self, method.getName(), arguments));
    private Handler<?> onDrained;
    private int queued;
    private long written;
    private boolean closed;
    private int ends;

    @Test
    void it_writes_what_the_queue_takes_and_no_more_until_it_has_drained() {
        new ByteStream(response).send(1L << 30);
        assertThat(queued).isEqualTo(ROOM);
        long perTurn = written;
        for (int turn = 2; turn < 10; turn++) {
            drain();
            assertThat(queued).isEqualTo(ROOM);
            assertThat(written).isEqualTo(turn * perTurn);
        }
        assertThat(ends).isZero();
    }

    @Test
    void it_writes_exactly_that_many_and_ends_once() {
        new ByteStream(response).send(1_000_003);
        while (ends == 0) {
            drain();
        }
        drain();
        assertThat(written).isEqualTo(1_000_003);
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void it_writes_nothing_to_a_connection_that_is_closed() {
        closed = true;
        new ByteStream(response).send(1_000);
        assertThat(written).isZero();
        assertThat(ends).isZero();
    }

    private void drain() {
        queued = 0;
        onDrained.handle(null);
    }

    private Object call(Object self, String name, Object[] arguments) {
        return switch (name) {
            case "putHeader" -> self;
            case "drainHandler" -> {
                onDrained = (Handler<?>) arguments[0];
                yield self;
            }
            case "writeQueueFull" -> queued == ROOM;
            case "closed" -> closed;
            case "ended" -> ends > 0;
            case "write" -> {
                queued++;
                written += ((Buffer) arguments[0]).length();
                yield Future.succeededFuture();
            }
            case "end" -> {
                ends++;
                yield Future.succeededFuture();
            }
            default -> throw new AssertionError("not expected: " + name);
        };
    }
}
