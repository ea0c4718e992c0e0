package io.equipoise.balancer.proxy;

import io.netty.channel.nio.AbstractNioChannel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds resets of channels that nobody reads: those whose FIN was read, or whose reading waits for the other side. With
 * NIO a selector does not tell of them by itself. A second selector does, without a wake-up for a healthy channel, when
 * asked for the end of a connect: a connected channel is never ready for that, but every interest is ready on a channel
 * that is in error. It would also be ready when both directions have ended, whatever is still to be read; so a channel
 * that was sent its FIN is not watched. Other transports tell by themselves; for them this does nothing. Owned by the
 * loop.
 */
final class ResetWatch {
    private static final Logger log = LoggerFactory.getLogger(ResetWatch.class);

    private @Nullable Selector selector;

    /** Watches the relay's channel, if reading would not show a reset of it. */
    void look(Relay relay) {
        if (isBlind(relay) && relay.channel().unsafe() instanceof AbstractNioChannel.NioUnsafe unsafe) {
            SelectableChannel channel = unsafe.ch();
            try {
                if (selector == null) {
                    selector = channel.provider().openSelector();
                }
                if (channel.keyFor(selector) == null) {
                    channel.register(selector, SelectionKey.OP_CONNECT, relay);
                }
            } catch (ClosedChannelException e) {
                relay.onUnreadReset();
            } catch (IOException e) {
                log.atWarn().setCause(e).log("resets of half-closed sessions are noticed late");
            }
        }
    }

    /** Tells the sessions of all watched channels that were reset since. */
    void check() {
        if (selector == null || selector.keys().isEmpty()) {
            return;
        }
        try {
            selector.selectNow();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("resets of half-closed sessions are noticed late");
            return;
        }
        Relay[] reset = selector.selectedKeys().stream()
                .map(key -> (Relay) key.attachment())
                .toArray(Relay[]::new);
        selector.selectedKeys().clear();
        for (Relay relay : reset) {
            if (isBlind(relay)) {
                relay.onUnreadReset();
            }
        }
        for (SelectionKey key : selector.keys()) {
            if (!isBlind((Relay) key.attachment())) {
                key.cancel();
            }
        }
    }

    private static boolean isBlind(Relay relay) {
        return !relay.reads() && !relay.outputEnded();
    }

    /** Lets go of a channel that is about to be closed: a key would hold its descriptor, and with it the reset, back. */
    void forget(Relay relay) {
        if (selector != null && relay.channel().unsafe() instanceof AbstractNioChannel.NioUnsafe unsafe) {
            SelectionKey key = unsafe.ch().keyFor(selector);
            if (key != null) {
                key.cancel();
                deregister(selector);
            }
        }
    }

    /** Ends with the loop's last session. */
    void close() {
        if (selector != null) {
            try {
                selector.close();
            } catch (IOException e) {
                log.atWarn().setCause(e).log("a selector could not be closed");
            }
            selector = null;
        }
    }

    private static void deregister(Selector selector) {
        try {
            selector.selectNow();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("a channel stays open until the next look at resets");
        }
    }
}
