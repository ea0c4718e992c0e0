package io.equipoise.balancer.metrics;

/** A length of time in the life of a session. Each has a histogram for each backend. */
enum Span {
    /** Of sessions that waited for room. */
    QUEUE_WAIT(0, "queue_wait", "Time in the queue of sessions that waited for room"),
    /** Until a backend was connected, whatever failed before. */
    CONNECT(1, "connect", "Time from the accept until a backend was connected, less the time in the queue"),
    /** What the backend needs to answer, as its clients feel it. */
    FIRST_BYTE(2, "first_byte", "Time from the client's first byte until the backend's first byte"),
    /** The whole of it. */
    SESSION(3, "session", "Time from the accept until the end of the session");

    private static final int PLACES = Math.max(Bounds.QUICK.size(), Bounds.LASTING.size()) + 2;

    private final int number;
    private final String name;
    private final String description;

    Span(int number, String name, String description) {
        this.number = number;
        this.name = name;
        this.description = description;
    }

    /** The name of its histograms. */
    String metric() {
        return "equipoise_" + name + "_seconds";
    }

    /** What they say, in words. */
    String description() {
        return description;
    }

    /** The bounds of their buckets. */
    Bounds bounds() {
        return this == SESSION ? Bounds.LASTING : Bounds.QUICK;
    }

    /** The first of its places among those of all: one for each bucket, and one more. */
    int place() {
        return number * PLACES;
    }
}
