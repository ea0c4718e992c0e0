package io.equipoise.balancer.health;

import io.equipoise.balancer.pool.Backend;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Connects to a backend's data port, and closes. If told to, it sends a text first and waits for an answer that contains
 * another: a process that accepts and does nothing is found out so. The connection is closed however it ends.
 */
final class TcpConnect implements Probe {
    private static final int MOST_ANSWER_BYTES = 16 * 1024;

    private final NetClient client;
    private final Duration timeout;
    private final Optional<String> send;
    private final Optional<String> expect;

    /**
     * A probe.
     *
     * @param client whose connect timeout is that timeout
     * @param send what to send after connecting
     * @param expect what the answer must contain
     */
    TcpConnect(NetClient client, Duration timeout, Optional<String> send, Optional<String> expect) {
        this.client = client;
        this.timeout = timeout;
        this.send = send;
        this.expect = expect;
    }

    @Override
    public Future<Observation> probe(Backend backend) {
        return client.connect(SocketAddress.inetSocketAddress(backend.address()))
                .compose(this::converse)
                .recover(cause -> Future.succeededFuture(failure(cause)));
    }

    private Future<Observation> converse(NetSocket socket) {
        Promise<Observation> seen = Promise.promise();
        StringBuilder answer = new StringBuilder();
        socket.exceptionHandler(
                cause -> seen.tryComplete(Observation.bad("connection failed: " + ConnectFailure.words(cause))));
        if (expect.isPresent()) {
            socket.handler(buffer -> read(buffer, answer, expect.get(), seen));
            socket.closeHandler(v -> seen.tryComplete(Observation.bad("closed before it answered as expected")));
        } else {
            seen.complete(Observation.good("connected"));
        }
        send.ifPresent(socket::write);
        return seen.future().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS).eventually(socket::close);
    }

    private static void read(Buffer buffer, StringBuilder answer, String expected, Promise<Observation> seen) {
        answer.append(buffer.toString(StandardCharsets.ISO_8859_1));
        if (answer.indexOf(latin(expected)) >= 0) {
            seen.tryComplete(Observation.good("answered as expected"));
        } else if (answer.length() > MOST_ANSWER_BYTES) {
            seen.tryComplete(Observation.bad("answered, but not as expected"));
        }
    }

    /** The same bytes as the text has in UTF-8, one character each. */
    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static Observation failure(Throwable cause) {
        return LocalFault.is(cause)
                ? Observation.moot("cannot connect from here: " + ConnectFailure.words(cause))
                : Observation.bad(ConnectFailure.words(cause));
    }
}
