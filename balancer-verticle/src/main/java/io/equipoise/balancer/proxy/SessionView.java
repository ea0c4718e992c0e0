package io.equipoise.balancer.proxy;

import io.equipoise.balancer.pool.Backend;
import java.net.SocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A session as it was at one moment, for those who look. Times are nanoseconds; -1 is a moment that has not come.
 *
 * @param id its number, see {@link SessionId}
 * @param startedAtMillis wall clock of the accept, epoch milliseconds
 * @param listener the listener's name
 * @param client the client's address
 * @param service the service's name
 * @param backend the last backend that was tried; null when none was
 * @param state where it stands
 * @param attempts backends that were tried
 * @param queueNanos time in the queue so far; 0 when it did not wait
 * @param connectNanos from the accept until a backend was connected, less the time in the queue
 * @param firstByteNanos from the client's first byte until the backend's first byte
 * @param totalNanos from the accept until now, or until its end
 * @param bytesFromClient bytes that came from the client
 * @param bytesFromBackend bytes that came from the backend
 * @param reason why it ended; null while it runs
 */
public record SessionView(
        long id,
        long startedAtMillis,
        String listener,
        SocketAddress client,
        String service,
        @Nullable Backend backend,
        State state,
        int attempts,
        long queueNanos,
        long connectNanos,
        long firstByteNanos,
        long totalNanos,
        long bytesFromClient,
        long bytesFromBackend,
        @Nullable CloseReason reason) {

    /** Where a session stands. */
    public enum State {
        /** It waits for room on a backend. */
        WAITING,
        /** It looks for a backend, or connects to one. */
        CONNECTING,
        /** It is connected, and bytes flow. */
        RELAYING,
        /** It is over. */
        CLOSED;

        /** The name as the API shows it, lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A session that has ended. */
    public static SessionView of(SessionReport report) {
        return new SessionView(
                report.id(),
                report.startedAtMillis(),
                report.listener(),
                report.client(),
                report.service(),
                report.backend(),
                State.CLOSED,
                report.attempts(),
                report.queueNanos(),
                report.connectNanos(),
                report.firstByteNanos(),
                report.totalNanos(),
                report.bytesFromClient(),
                report.bytesFromBackend(),
                report.reason());
    }
}
