package io.equipoise.client;

import io.equipoise.client.report.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes connections, encrypted or not. For the event loop that made it. */
final class Dialer {
    /** Checks the certificate's names as browsers do (RFC 2818). */
    private static final String CHECK_NAME = "HTTPS";

    private final NetClient client;
    private final Optional<Tls> tls;

    private Dialer(NetClient client, Optional<Tls> tls) {
        this.client = client;
        this.tls = tls;
    }

    /**
     * Makes one.
     *
     * @param timeout for one attempt to connect, and again for the TLS handshake
     */
    static Dialer of(Vertx vertx, Duration timeout, Optional<Tls> tls) {
        NetClientOptions options = new NetClientOptions()
                .setConnectTimeout((int) timeout.toMillis())
                .setTcpNoDelay(true);
        tls.ifPresent(settings -> encrypt(options, settings, timeout));
        return new Dialer(vertx.createNetClient(options), tls);
    }

    private static void encrypt(NetClientOptions options, Tls tls, Duration timeout) {
        options.setSsl(true)
                .setSslHandshakeTimeout(timeout.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTrustAll(tls.insecure())
                .setHostnameVerificationAlgorithm(tls.insecure() ? "" : CHECK_NAME);
        tls.ca().ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file)));
    }

    /** A connection that is ready for the first byte of a request. */
    Future<NetSocket> connect(SocketAddress target) {
        Optional<String> name = tls.flatMap(Tls::serverName);
        if (name.isEmpty()) {
            return client.connect(target);
        }
        return client.connect(new ConnectOptions()
                .setRemoteAddress(target)
                .setHost(name.get())
                .setPort(target.port())
                .setSsl(true)
                .setSniServerName(name.get()));
    }

    /** Why a connection could not be made. */
    Failure failure(Throwable cause) {
        return SocketFailures.ofConnecting(cause, tls.isPresent());
    }
}
