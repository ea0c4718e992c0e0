package io.equipoise.backend.load;

/**
 * One connection that is counted as open until {@link #close}. Owned by the event loop of its connection; what it is
 * told twice counts once.
 */
public final class OpenConnection {
    private final LoadMeter meter;
    private long askedAt;
    private boolean asked;
    private boolean closed;

    OpenConnection(LoadMeter meter) {
        this.meter = meter;
    }

    /** The first bytes have come that want an answer. */
    public void bytesIn() {
        if (!asked) {
            asked = true;
            askedAt = meter.now();
        }
    }

    /** The first bytes of the answer have gone out. */
    public void bytesOut() {
        if (asked) {
            asked = false;
            meter.record(meter.now() - askedAt);
        }
    }

    /** The connection has ended. */
    public void close() {
        if (!closed) {
            closed = true;
            meter.close();
        }
    }
}
