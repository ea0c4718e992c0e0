package io.equipoise.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.client.protocol.Http1;
import io.equipoise.client.report.ClientReport;
import io.equipoise.client.report.Failure;
import io.equipoise.testkit.RawBackend;
import io.equipoise.testkit.TestCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real TLS servers, with a certificate for {@code web.test} alone. */
class TlsIT {
    private static final String NAME = "web.test";

    @TempDir
    static Path folder;

    private static TestCertificate certificate;

    private final Vertx vertx = Vertx.vertx();
    private final LoadRun run = new LoadRun();

    @BeforeAll
    static void make() {
        certificate = TestCertificate.make(folder, "dns:" + NAME);
    }

    @AfterEach
    void end() {
        run.close();
        join(vertx.close());
    }

    @Test
    void a_certificate_that_is_trusted_and_has_the_name_is_taken_and_the_name_is_asked_for() {
        int port = join(vertx.createNetServer(
                                new NetServerOptions().setSsl(true).setSni(true).setKeyCertOptions(key()))
                        .connectHandler(socket -> {
                            if (NAME.equals(socket.indicatedServerName())) {
                                socket.handler(socket::write);
                            } else {
                                socket.close();
                            }
                        })
                        .listen(0, "127.0.0.1"))
                .actualPort();
        ClientReport report = run.tls(trusting(Optional.of(NAME)))
                .connections(3)
                .requests(100)
                .start(port)
                .await();
        assertThat(report.failures()).isEmpty();
        assertThat(report.succeeded()).isEqualTo(100);
    }

    @Test
    void a_certificate_with_another_name_is_refused() {
        assertFails(run.tls(trusting(Optional.of("other.test"))), echo());
    }

    @Test
    void a_certificate_without_the_targets_address_is_refused_when_no_name_is_given() {
        assertFails(run.tls(trusting(Optional.empty())), echo());
    }

    @Test
    void a_certificate_that_nobody_has_signed_is_refused_unless_any_is_taken() {
        int port = echo();
        assertFails(run.tls(new Tls(Optional.empty(), false, Optional.of(NAME))), port);
        try (LoadRun other = new LoadRun()) {
            ClientReport report = other.tls(new Tls(Optional.empty(), true, Optional.empty()))
                    .requests(10)
                    .start(port)
                    .await();
            assertThat(report.failures()).isEmpty();
            assertThat(report.succeeded()).isEqualTo(10);
        }
    }

    @Test
    void a_server_that_ends_the_handshake_has_failed_it() {
        try (RawBackend backend = RawBackend.start(RawBackend::resetAtOnce)) {
            assertFails(run.tls(trusting(Optional.of(NAME))), backend.port());
        }
        try (LoadRun other = new LoadRun();
                RawBackend backend = RawBackend.start(RawBackend::closeAtOnce)) {
            assertFails(other.tls(trusting(Optional.of(NAME))), backend.port());
        }
    }

    @Test
    void a_server_that_says_nothing_fails_the_handshake_within_the_connect_timeout() {
        try (RawBackend backend = RawBackend.queued()) {
            assertFails(run.tls(trusting(Optional.of(NAME))).connectTimeout(Duration.ofMillis(300)), backend.port());
        }
    }

    @Test
    void http_is_spoken_over_tls() {
        int port = join(vertx.createHttpServer(
                                new HttpServerOptions().setSsl(true).setKeyCertOptions(key()))
                        .requestHandler(request -> request.response().end("fine"))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        ClientReport report = run.protocol(new Http1(NAME, "/", true))
                .tls(trusting(Optional.of(NAME)))
                .requests(50)
                .start(port)
                .await();
        assertThat(report.failures()).isEmpty();
        assertThat(report.succeeded()).isEqualTo(50);
    }

    private int echo() {
        return join(vertx.createNetServer(new NetServerOptions().setSsl(true).setKeyCertOptions(key()))
                        .exceptionHandler(refused -> {})
                        .connectHandler(socket -> socket.handler(socket::write))
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private static void assertFails(LoadRun run, int port) {
        ClientReport report = run.requests(2).start(port).await();
        assertThat(report.succeeded()).isZero();
        assertThat(report.failures()).isEqualTo(Map.of(Failure.TLS_FAILED, 2L));
    }

    private static Tls trusting(Optional<String> name) {
        return new Tls(Optional.of(certificate.pem().toString()), false, name);
    }

    private static PfxOptions key() {
        return new PfxOptions().setPath(certificate.store().toString()).setPassword(TestCertificate.PASSWORD);
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
