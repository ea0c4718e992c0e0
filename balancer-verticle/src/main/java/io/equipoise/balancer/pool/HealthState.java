package io.equipoise.balancer.pool;

/**
 * Health as hysteresis over consecutive observations of one probe: it flips after {@code fall} bad ones or {@code rise}
 * good ones in a row; an observation that agrees with the state resets the streak. The first good observation of a new
 * backend takes it up at once.
 *
 * @param status what the observations so far add up to
 * @param streak observations in a row that contradict the status
 * @param rise good ones in a row that take it up, at least 1 [HAProxy rise 2]
 * @param fall bad ones in a row that take it down, at least 1 [HAProxy fall 3; ours is 2]
 */
public record HealthState(Status status, int streak, int rise, int fall) {

    /** What a probe's observations add up to. */
    public enum Status {
        /** Nothing decisive was observed. */
        UNKNOWN,
        UP,
        DOWN
    }

    public HealthState {
        if (rise < 1 || fall < 1) {
            throw new IllegalArgumentException("rise and fall are at least 1, not " + rise + " and " + fall);
        }
    }

    /** Nothing observed yet. */
    public static HealthState unknown(int rise, int fall) {
        return new HealthState(Status.UNKNOWN, 0, rise, fall);
    }

    /** The state after one more observation. */
    public HealthState observe(boolean good) {
        return switch (status) {
            case UNKNOWN -> good ? to(Status.UP) : contradicted(fall, Status.DOWN);
            case UP -> good ? agreed() : contradicted(fall, Status.DOWN);
            case DOWN -> good ? contradicted(rise, Status.UP) : agreed();
        };
    }

    /** Whether the last observation contradicts the status, so that the next probe should follow at once. */
    public boolean inTransition() {
        return streak > 0;
    }

    /** Whether the status is {@link Status#UP}. */
    public boolean up() {
        return status == Status.UP;
    }

    private HealthState to(Status newStatus) {
        return new HealthState(newStatus, 0, rise, fall);
    }

    private HealthState agreed() {
        return streak == 0 ? this : to(status);
    }

    private HealthState contradicted(int needed, Status flipped) {
        return streak + 1 >= needed ? to(flipped) : new HealthState(status, streak + 1, rise, fall);
    }
}
