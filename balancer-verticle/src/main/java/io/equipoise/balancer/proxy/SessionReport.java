package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.Backend;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A session that has ended, for those who count and log. Times are nanoseconds; -1 is a moment that never came.
 *
 * @param id its number, see {@link SessionId}
 * @param startedAtMillis wall clock of the accept, epoch milliseconds
 * @param listener the listener's name
 * @param client the client's address
 * @param service the service's name
 * @param backend the last backend that was tried; null when none was
 * @param attempts backends that were tried
 * @param queueNanos time in the queue; 0 when it did not wait
 * @param connectNanos from the accept until a backend was connected, less the time in the queue
 * @param firstByteNanos from the client's first byte until the backend's first byte
 * @param totalNanos from the accept until the end
 * @param bytesFromClient bytes that came from the client
 * @param bytesFromBackend bytes that came from the backend
 * @param untoldFromClient those of them that {@link SessionListener#onBytes} was not told of
 * @param untoldFromBackend the same of those from the backend
 * @param reason why it ended
 */
public record SessionReport(
        long id,
        long startedAtMillis,
        String listener,
        SocketAddress client,
        String service,
        @Nullable Backend backend,
        int attempts,
        long queueNanos,
        long connectNanos,
        long firstByteNanos,
        long totalNanos,
        long bytesFromClient,
        long bytesFromBackend,
        long untoldFromClient,
        long untoldFromBackend,
        CloseReason reason) {}
