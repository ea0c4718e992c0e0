package io.equipoise.balancer.proxy;

import io.equipoise.balancer.config.BalancerConfig;
import io.equipoise.balancer.config.ListenerConfig;
import io.equipoise.cluster.transport.Connections;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets of a balancer, one for each listener, shared by all its loops: the first to join opens them, the
 * last to leave closes them. They live on the first one's event loop, to which its state belongs: a thread of its own
 * would have to wake a loop for each client. Any context may call, and is called back.
 */
final class Listeners {
    /** Enough for a client an ocean away. Who comes in this time hears nothing for a second, instead of being refused. */
    private static final Duration LONGEST_HANDSHAKE = Duration.ofMillis(100);

    /** Half a millisecond's work, which those wait for who are being served already. */
    private static final int ACCEPTED_AT_A_TIME = 16;

    private final List<ListenerConfig> configs;
    private final List<Route> routes;
    private final Duration handshakes;
    private final LongSupplier nanoTime;
    private final List<ProxyLoop> loops = new ArrayList<>();
    private @Nullable EventLoop accepting;
    private @Nullable Future<List<Listening>> open;

    /** One open socket. */
    private record Listening(Acceptor acceptor, Channel channel, BoundListener bound) {}

    Listeners(BalancerConfig config, LongSupplier nanoTime) {
        this.configs = config.listeners();
        this.routes = configs.stream().map(each -> Route.of(each, config)).toList();
        Duration drain = config.drain().deadline();
        this.handshakes = drain.compareTo(LONGEST_HANDSHAKE) < 0 ? drain : LONGEST_HANDSHAKE;
        this.nanoTime = nanoTime;
    }

    List<Route> routes() {
        return routes;
    }

    /** From now on the loop gets its share of connections. Fails with {@link BindFailure}. */
    Future<List<BoundListener>> join(VertxInternal vertx, ProxyLoop loop) {
        EventLoop own = accepting(loop);
        Promise<List<Listening>> joined = vertx.promise();
        own.execute(() -> {
            loops.add(loop);
            if (open == null) {
                open = openAll(vertx, own);
            }
            open.onComplete(joined);
        });
        return joined.future().map(all -> all.stream().map(Listening::bound).toList());
    }

    /** From now on the loop gets no more; it has got all of its share when the future completes. */
    Future<Void> leave(VertxInternal vertx, ProxyLoop loop) {
        EventLoop own = accepting(loop);
        Promise<Void> left = vertx.promise();
        own.execute(() -> {
            if (loops.size() == 1 && open != null) {
                open.compose(this::closeAll)
                        .onComplete(closed -> own.execute(() -> {
                            loops.remove(loop);
                            open = null;
                            left.complete();
                        }));
            } else {
                loops.remove(loop);
                left.complete();
            }
        });
        return left.future();
    }

    private synchronized EventLoop accepting(ProxyLoop joining) {
        EventLoop known = accepting;
        EventLoop chosen = known == null ? joining.eventLoop() : known;
        accepting = chosen;
        return chosen;
    }

    private Future<List<Listening>> openAll(VertxInternal vertx, EventLoop accepting) {
        List<Future<Listening>> opening = IntStream.range(0, configs.size())
                .mapToObj(i -> open(vertx, accepting, configs.get(i), routes.get(i)))
                .toList();
        return Future.join(opening)
                .map(all -> all.<Listening>list())
                .recover(failure -> closeAll(opening.stream()
                                .filter(Future::succeeded)
                                .map(Future::result)
                                .toList())
                        .transform(closed -> Future.failedFuture(failure)));
    }

    private Future<Listening> open(VertxInternal vertx, EventLoop accepting, ListenerConfig config, Route route) {
        return vertx.nameResolver()
                .resolve(config.host())
                .compose(host -> bind(vertx, accepting, new InetSocketAddress(host, config.port()), config, route))
                .recover(cause -> Future.failedFuture(new BindFailure(config, cause)));
    }

    private Future<Listening> bind(
            VertxInternal vertx, EventLoop accepting, InetSocketAddress address, ListenerConfig config, Route route) {
        Acceptor acceptor = new Acceptor(route, loops, nanoTime);
        Promise<Listening> bound = Promise.promise();
        Connections.acceptedBy(new Bootstrap())
                .group(accepting)
                .channelFactory(vertx.transport().serverChannelFactory(false))
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, config.backlog())
                .option(ChannelOption.RECVBUF_ALLOCATOR, severalAtATime())
                .handler(acceptor)
                .bind(address)
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) {
                        InetSocketAddress local =
                                (InetSocketAddress) done.channel().localAddress();
                        BoundListener listener =
                                new BoundListener(config.name(), config.service(), config.host(), local);
                        bound.complete(new Listening(acceptor, done.channel(), listener));
                    } else {
                        bound.fail(done.cause());
                    }
                });
        return bound.future();
    }

    /**
     * Takes all who wait, up to that many, before the loop looks at its sockets again; Netty by itself would take one, over
     * epoll, and a look costs more than to ask in vain whether there is another.
     */
    private static RecvByteBufAllocator severalAtATime() {
        return new ServerChannelRecvByteBufAllocator()
                .respectMaybeMoreData(false)
                .maxMessagesPerRead(ACCEPTED_AT_A_TIME);
    }

    private Future<?> closeAll(List<Listening> all) {
        return Future.all(all.stream().map(this::close).toList());
    }

    private Future<Void> close(Listening listening) {
        Promise<Void> refusing = Promise.promise();
        Channel channel = listening.channel();
        channel.closeFuture().addListener(closed -> Acceptor.afterNextLook(channel, refusing::complete));
        channel.eventLoop().execute(() -> listening.acceptor().closeWhenEmpty(channel, handshakes));
        return refusing.future();
    }
}
