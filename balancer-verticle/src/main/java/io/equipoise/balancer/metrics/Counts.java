package io.equipoise.balancer.metrics;

/**
 * What was counted since the balancer started.
 *
 * @param opened sessions; of a backend, the attempts to connect to it
 * @param open those that have not ended
 * @param failures sessions that ended through a fault of the balancer or of a backend, see {@link
 *     io.equipoise.balancer.proxy.CloseReason#isFailure}; of a backend, also attempts to connect to it that failed, whether
 *     or not the session then found another
 * @param bytesFromClients bytes that came from clients
 * @param bytesFromBackends bytes that came from backends
 */
public record Counts(long opened, long open, long failures, long bytesFromClients, long bytesFromBackends) {
    /** Nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    /** Both together. */
    public Counts plus(Counts other) {
        return new Counts(
                opened + other.opened,
                open + other.open,
                failures + other.failures,
                bytesFromClients + other.bytesFromClients,
                bytesFromBackends + other.bytesFromBackends);
    }
}
