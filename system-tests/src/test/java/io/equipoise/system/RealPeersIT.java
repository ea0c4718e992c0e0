package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.FreePort;
import io.equipoise.testkit.LogLine;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.SeededBytes;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Software that knows nothing of us, as static backends without a cluster: its clients must not notice the balancer. */
@Tag("patient")
@Tag("peers")
class RealPeersIT {
    private static final int FILE_BYTES = 64 * 1024 * 1024;

    private final int port = FreePort.any();

    @TempDir
    private Path folder;

    @Test
    void redis_answers_its_client_and_its_benchmark() {
        Command redis = Command.of("redis-server", "--bind", "127.0.0.1", "--port", "" + port, "--save", "")
                .in(folder);
        try (RunningProcess peer = redis.start()) {
            peer.awaitLine("Ready to accept connections");
            JsonObject health = new JsonObject().put("send", "PING\r\n").put("expect", "PONG");
            try (StaticBalancer balancer = StaticBalancer.to(port, new JsonObject().put("health", health))) {
                balancer.awaitServing();
                String through = "" + balancer.port();
                assertThat(run(Command.of("redis-cli", "-p", through, "PING"))).isEqualTo("PONG");
                String result = run(Command.of(
                        "redis-benchmark",
                        "-p",
                        through,
                        "-n",
                        "20000",
                        "-c",
                        "50",
                        "-P",
                        "4",
                        "-t",
                        "set,get",
                        "--csv"));
                assertThat(result).contains("\"SET\"", "\"GET\"").doesNotContain("rror");
                Figures.print("redis-benchmark through the balancer: %s", result.replace('\n', ' '));
                balancer.assertCleanLog();
            }
        }
    }

    @Test
    void nginx_hands_out_a_large_file_whole() throws Exception {
        try (OutputStream file = Files.newOutputStream(folder.resolve("file"))) {
            SeededBytes.write(file, 11, FILE_BYTES);
        }
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; master_process off; pid nginx.pid; error_log stderr notice;
                events {}
                http {
                  access_log off; client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; uwsgi_temp_path t;
                  scgi_temp_path t;
                  server { listen 127.0.0.1:%d; root .; }
                }
                """.formatted(port));
        Command nginx = Command.of("/usr/sbin/nginx", "-p", folder.toString(), "-c", "nginx.conf", "-e", "stderr");
        try (RunningProcess peer = nginx.in(folder).start();
                StaticBalancer balancer = StaticBalancer.to(port, new JsonObject())) {
            balancer.awaitServing();
            long start = System.nanoTime();
            try (InputStream in = URI.create("http://127.0.0.1:" + balancer.port() + "/file")
                    .toURL()
                    .openStream()) {
                assertThat(SeededBytes.read(in, FILE_BYTES)).isEqualTo(SeededBytes.sha256(11, FILE_BYTES));
                assertThat(in.read()).isEqualTo(-1);
            }
            Figures.print("nginx: 64 MiB through the balancer in %d ms", (System.nanoTime() - start) / 1_000_000);
            peer.send(Signal.TERM);
            assertThat(peer.awaitExit()).isZero();
            balancer.assertCleanLog();
        }
    }

    @Test
    void postgresql_answers_queries() throws Exception {
        Path bin = postgresFolder();
        String data = folder.resolve("data").toString();
        List<String> as = asPostgres();
        run(Command.of(bin.resolve("initdb").toString(), "-D", data, "-U", "tester", "-A", "trust", "--no-sync")
                .behind(as.toArray(String[]::new))
                .in(folder));
        Command postgres = Command.of(
                        bin.resolve("postgres").toString(),
                        "-D",
                        data,
                        "-p",
                        "" + port,
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off")
                .behind(as.toArray(String[]::new))
                .in(folder);
        try (RunningProcess peer = postgres.start()) {
            peer.awaitLine("ready to accept connections");
            try (StaticBalancer balancer = StaticBalancer.to(port, new JsonObject())) {
                balancer.awaitServing();
                Command psql = Command.of(
                        "psql",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        "" + balancer.port(),
                        "-U",
                        "tester",
                        "-d",
                        "postgres",
                        "-Atc");
                assertThat(run(psql.with("select sum(n) from generate_series(1, 1000) n")))
                        .isEqualTo("500500");
                assertThat(run(psql.with("select length(repeat('x', 10000000))")))
                        .isEqualTo("10000000");
                assertThat(run(psql.with("select md5(string_agg(n::text, ',')) from generate_series(1, 100000) n")))
                        .hasSize(32);
                assertThat(run(psql.with("select repeat('x', 3000000)"))).hasSize(3_000_000);
                balancer.assertCleanLog();
            }
            peer.send(Signal.INT);
            assertThat(peer.awaitExit()).isZero();
        }
    }

    /** What the command printed, when it succeeded. */
    private static String run(Command command) {
        try (RunningProcess process = command.start()) {
            int code = process.awaitExit();
            String printed =
                    process.output().lines().stream().map(LogLine::text).collect(Collectors.joining("\n"));
            assertThat(code).as("%s: %s", command.words(), printed).isZero();
            return printed;
        }
    }

    private static Path postgresFolder() throws IOException {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.max(Path::compareTo).orElseThrow().resolve("bin");
        }
    }

    /** PostgreSQL does not run as root; the Debian package brings a user for it. */
    private List<String> asPostgres() {
        if (!System.getProperty("user.name").equals("root")) {
            return List.of();
        }
        run(Command.of("chown", "postgres", folder.toString()));
        return List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
    }
}
