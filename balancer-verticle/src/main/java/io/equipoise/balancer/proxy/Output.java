package io.equipoise.balancer.proxy;

import io.equipoise.cluster.transport.Connections;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What one side is to be sent. Most bursts are one buffer, which goes to the kernel past the channel's queue where that is
 * possible; several are queued, as they go out by one call and in full segments then. Owned by the session's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails breaks the channel, and that is an event
final class Output {
    private final Channel channel;
    private @Nullable ByteBuf only;
    private boolean queued;

    Output(Channel channel) {
        this.channel = channel;
    }

    /** Sends it with the next flush, and releases it. */
    void write(ByteBuf data) {
        ByteBuf first = only;
        if (first == null && !queued) {
            only = data;
            return;
        }
        if (first != null) {
            only = null;
            queue(first);
        }
        queue(data);
    }

    void flush() {
        ByteBuf data = only;
        if (data != null) {
            only = null;
            if (!Connections.sendAtOnce(channel, data)) {
                queue(data);
            }
        }
        if (queued) {
            queued = false;
            channel.flush();
        }
    }

    private void queue(ByteBuf data) {
        queued = true;
        channel.write(data, channel.voidPromise());
    }
}
