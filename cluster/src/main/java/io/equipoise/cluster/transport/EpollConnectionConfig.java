package io.equipoise.cluster.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/**
 * The options of an {@link EpollConnection}: those of each channel, and how it ends. Keep-alive probes are on, and small
 * writes go out at once, as it was opened so.
 */
final class EpollConnectionConfig extends DefaultChannelConfig {
    private final Socket socket;
    private final EpollEvents events;

    EpollConnectionConfig(Channel channel, Socket socket, EpollEvents events) {
        super(channel);
        this.socket = socket;
        this.events = events;
    }

    @Override
    public <T> boolean setOption(ChannelOption<T> option, T value) {
        if (!ChannelOption.SO_LINGER.equals(option)) {
            return super.setOption(option, value);
        }
        try {
            socket.setSoLinger((Integer) value);
            return true;
        } catch (IOException e) {
            throw new ChannelException(e);
        }
    }

    @Override
    protected void autoReadCleared() {
        events.input().wantNoMore();
        events.update();
    }
}
