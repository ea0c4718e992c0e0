package io.equipoise.balancer.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a channel or its output ends, but for a close. On the channel's loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails breaks the channel, and that is an event
final class Endings {
    private static final Logger log = LoggerFactory.getLogger(Endings.class);

    private Endings() {}

    /** Ends it with a reset, whatever its peer does not take at once of what was still to be written. */
    static void reset(Channel channel) {
        if (hasUnwritten(channel)) {
            // io_uring writes at the loop's next look, which a task that is due at once waits for.
            channel.flush();
            channel.eventLoop().schedule(() -> resetNow(channel), 1, TimeUnit.NANOSECONDS);
        } else {
            resetNow(channel);
        }
    }

    private static void resetNow(Channel channel) {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        } catch (ChannelException e) {
            log.atDebug().setCause(e).log("a channel that is to be reset has ended meanwhile");
        }
        channel.close();
    }

    /** Sends the FIN of a channel that has nothing to write, and tells how that went. */
    static void shutdownOutput(Channel channel, Runnable ended, Runnable failed) {
        if (channel instanceof UnixChannel unix && unix.fd() instanceof Socket socket) {
            // What Netty does, without the exception that it makes each time for what is left to write: nothing is.
            try {
                socket.shutdown(false, true);
                ended.run();
            } catch (IOException | NotYetConnectedException e) {
                failed.run();
            }
        } else {
            ((DuplexChannel) channel).shutdownOutput().addListener(shutdown -> {
                if (shutdown.isSuccess()) {
                    ended.run();
                } else {
                    failed.run();
                }
            });
        }
    }

    /** Whether it was told to write what it has not written yet. */
    static boolean hasUnwritten(Channel channel) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer != null && buffer.totalPendingWriteBytes() > 0;
    }
}
