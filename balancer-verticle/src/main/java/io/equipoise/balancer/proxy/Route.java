package io.equipoise.balancer.proxy;

import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.balancer.config.ServiceConfig;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.util.Map;

/**
 * How the connections of one listener are carried. Immutable, shared by all loops.
 *
 * @param listener the listener's name
 * @param service where they go
 * @param attempts backends that one of them tries, at most
 * @param replayBytes what a client may have said for it to be said to another backend; 0 is off
 * @param spliceAfterBytes bytes of a direction without a pause after which the kernel moves them; 0 is off
 * @param timeouts how long each thing may take
 * @param options what both channels of a session have
 */
record Route(
        String listener,
        String service,
        int attempts,
        int replayBytes,
        int spliceAfterBytes,
        Timeouts timeouts,
        Map<ChannelOption<?>, ?> options) {

    static Route of(ListenerConfig listener, BalancerConfig config) {
        ServiceConfig service = config.service(listener.service());
        return new Route(
                listener.name(),
                listener.service(),
                service.connect().attempts(),
                service.connect().replayBytes(),
                service.relay().spliceAfterBytes(),
                Timeouts.of(service),
                options(service.relay().bufferBytes()));
    }

    /**
     * Reading starts when there is someone to write to, and a FIN or a failed write ends one direction only: all of it
     * holds before the first event of the channel. A peer that does not read costs the high-water mark and the one read that passes it.
     */
    private static Map<ChannelOption<?>, ?> options(int bufferBytes) {
        return Map.of(
                ChannelOption.AUTO_READ, false,
                ChannelOption.ALLOW_HALF_CLOSURE, true,
                ChannelOption.AUTO_CLOSE, false,
                ChannelOption.SO_KEEPALIVE, true,
                ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT,
                ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(bufferBytes / 2, bufferBytes));
    }
}
