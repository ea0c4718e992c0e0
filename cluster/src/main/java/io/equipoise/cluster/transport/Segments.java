package io.equipoise.cluster.transport;

import io.netty.channel.ChannelException;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pieces that TCP cuts of what a connection sends. */
final class Segments {
    // netinet/in.h and netinet/tcp.h
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_MAXSEG = 2;
    private static final Logger log = LoggerFactory.getLogger(Segments.class);

    private Segments() {}

    /**
     * The longest piece up to {@code most} bytes that leaves as whole segments; {@code most} where one segment is longer or
     * the kernel does not say. Of any other piece, given whenever there is room, the last segment is a short one: two
     * packets instead of one over loopback, where a segment has 65,483 bytes.
     *
     * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7), TCP_MAXSEG</a>
     */
    static int wholeWithin(int most, Socket connection) {
        try {
            int segment = connection.getIntOpt(IPPROTO_TCP, TCP_MAXSEG);
            return segment > 0 && segment <= most ? most - most % segment : most;
        } catch (IOException | ChannelException e) { // of the kernel's errors Netty makes the latter
            log.atDebug().setCause(e).log("the length of a segment is not known");
            return most;
        }
    }
}
