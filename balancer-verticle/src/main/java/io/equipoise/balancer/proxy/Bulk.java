package io.equipoise.balancer.proxy;

import io.equipoise.cluster.transport.Splice;
import org.jspecify.annotations.Nullable;

/**
 * A direction that has moved many bytes: whenever they come for long without a pause the kernel moves them, until there is
 * one. That begins when all is written that was read before. Owned by the session's loop.
 */
final class Bulk implements Splice.Observer {
    private final Relay from;
    private final Run run;
    private boolean isActive;
    private @Nullable Splice splice;

    Bulk(Relay from) {
        this.from = from;
        this.run = new Run(from.bytes());
    }

    /** Whether it, and not the relay, reads the channel. */
    boolean isActive() {
        return isActive;
    }

    /**
     * The relay has read what was there, or enough for now.
     *
     * @param enough bytes of a long run, above 0
     */
    void onRead(Relay to, int enough) {
        if (!isActive && run.isLong(from.bytes(), enough) && to.takesMore()) {
            from.read(false);
            isActive = true;
            begin(to);
        }
    }

    private void begin(Relay to) {
        if (!isActive) {
            return;
        }
        if (Endings.hasUnwritten(to.channel())) {
            // Netty tells of the last write before it takes it off what is unwritten.
            to.whenWritten(() -> to.channel().eventLoop().execute(() -> begin(to)));
            return;
        }
        splice = Splice.begin(from.channel(), to.channel(), this);
        if (splice == null) {
            run.refuse(from.bytes());
            goOn();
        }
    }

    /** Ends it: the session needs the direction no more. */
    void stop() {
        isActive = false;
        if (splice != null) {
            splice.stop();
            splice = null;
        }
    }

    @Override
    public void onSpliced(int bytes) {
        from.onSpliced(bytes);
    }

    @Override
    public void onPaused() {
        splice = null;
        run.startOver(from.bytes());
        goOn();
    }

    @Override
    public void onBroken() {
        splice = null;
        isActive = false;
    }

    private void goOn() {
        isActive = false;
        from.read(true);
    }
}
