package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Command;
import io.equipoise.testkit.Proc;
import io.equipoise.testkit.RawConnection;
import io.equipoise.testkit.RunningProcess;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The images that the build has made, unpacked and run: by nobody in particular, from a file system that is read-only. */
@Tag("patient")
@Tag("image")
class ImageIT {
    private static final String TROUBLE = "(?i)read-only file system|permission denied|no such file";

    @TempDir
    private static Path folder;

    private static Image balancer;
    private static Image backend;
    private static Image client;

    @BeforeAll
    static void unpack() throws IOException {
        balancer = Image.unpack("balancer-verticle", folder.resolve("balancer"));
        backend = Image.unpack("backend-verticle", folder.resolve("backend"));
        client = Image.unpack("client-verticle", folder.resolve("client"));
    }

    static List<Image> images() {
        return List.of(balancer, backend, client);
    }

    @ParameterizedTest
    @MethodSource("images")
    void java_runs_it_and_no_shell_as_a_user_without_a_name_or_a_right(Image image) throws IOException {
        assertThat(image.list("Entrypoint")).containsExactly("java");
        assertThat(image.list("Cmd")).containsExactly("@/app/app.args");
        assertThat(Files.readAllLines(image.root().resolve("app/app.args")))
                .containsExactly("-XX:InlineSmallCode=1000", "-jar", "/app/app.jar");
        assertThat(image.config().getString("User")).isEqualTo("10001:10001");
        assertThat(image.config().getString("WorkingDir")).isEqualTo("/tmp");
        assertThat(image.architecture()).isEqualTo(System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
    }

    @ParameterizedTest
    @MethodSource("images")
    void what_changes_rarely_is_in_the_lower_layers(Image image) {
        int libraries = layerOf(image, "app/libs/vertx-core-");
        int modules = layerOf(image, "app/libs/cluster-");
        int program = layerOf(image, "app/classpath/");
        assertThat(List.of(0, libraries, modules, program, layerOf(image, "app/app.jar")))
                .isSorted();
        assertThat(Set.of(0, libraries, modules, program)).hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("images")
    void the_class_path_is_what_the_image_holds_and_only_root_may_change_it(Image image) throws IOException {
        Path app = image.root().resolve("app");
        try (JarFile jar = new JarFile(app.resolve("app.jar").toFile());
                Stream<Path> files = Files.walk(app)) {
            String named = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            List<Path> all = files.toList();
            assertThat(named.split(" "))
                    .containsExactlyInAnyOrderElementsOf(all.stream()
                            .map(file -> app.relativize(file).toString())
                            .filter(file -> file.contains("/"))
                            .toList());
            for (Path file : all) {
                assertThat(Files.getAttribute(file, "unix:uid"))
                        .as(file.toString())
                        .isEqualTo(0);
                assertThat((int) Files.getAttribute(file, "unix:mode") & 022)
                        .as(file.toString())
                        .isZero();
            }
        }
    }

    @Test
    void clustered_they_serve_and_end_in_order_and_write_to_tmp_alone() throws IOException {
        try (TestCluster cluster = new TestCluster()) {
            Balancer front = cluster.balancer("web", new JsonObject(), new Container(balancer)::run);
            Backend echo = cluster.await(
                    cluster.startBackend(new JsonObject().put("id", "echo"), new Container(backend)::run));
            front.awaitUp(Set.of("echo"));
            try (RawConnection connection = RawConnection.to(front.address().getPort())) {
                connection.send("hello");
                assertThat(connection.receive(5)).asString().isEqualTo("hello");
            }
            load(front);
            assertConfined("balancer", front.process());
            assertConfined("backend", echo.process());

            echo.process().send(Signal.TERM);
            assertThat(echo.process().awaitExit()).isZero();
            front.process().send(Signal.TERM);
            assertThat(front.process().awaitExit()).isZero();
            front.assertCleanLog();
            assertThat(front.process().output().matching(0, TROUBLE)).isEmpty();
            assertThat(echo.process().output().matching(0, TROUBLE)).isEmpty();
        }
    }

    /** The client writes its report too, where it is started: its working directory is one that can be written to. */
    private static void load(Balancer front) {
        JsonObject config = new JsonObject()
                .put("target", "127.0.0.1:" + front.address().getPort())
                .put("connections", 5)
                .put("requests", 2_000)
                .put("html", "report.html");
        Command command = Command.fatJar("client-verticle", "-Xmx128m").with("-conf", config.encode());
        try (RunningProcess process = new Container(client).run(command).start()) {
            assertThat(process.awaitExit()).as(() -> process.output().tail()).isZero();
            process.awaitLine("^requests +2,000 ok, 0 failed$");
            assertThat(process.output().matching(0, TROUBLE)).isEmpty();
        }
    }

    private static void assertConfined(String name, RunningProcess process) throws IOException {
        Path proc = Path.of("/proc/" + process.pid());
        assertThat(Files.readAllLines(proc.resolve("status")))
                .contains("Uid:\t10001\t10001\t10001\t10001", "Gid:\t10001\t10001\t10001\t10001")
                .contains("CapEff:\t0000000000000000", "NoNewPrivs:\t1")
                .anyMatch(line -> line.matches("Groups:\\s*"));
        // Field 5 is the mount point, field 6 its options: proc(5).
        Set<String> writable = new TreeSet<>();
        for (String line : Files.readAllLines(proc.resolve("mountinfo"))) {
            String[] fields = line.split(" ");
            if (("," + fields[5] + ",").contains(",rw,") && !fields[4].startsWith("/dev/")) {
                writable.add(fields[4]);
            }
        }
        assertThat(writable).containsExactlyInAnyOrder("/proc", "/tmp");
        assertThat(Files.exists(proc.resolve("root/bin/sh"))).isFalse();
        // Netty unpacks its native part, loads it and deletes it: a file system that is read-only costs no transport.
        assertThat(Files.readAllLines(proc.resolve("maps")).stream().filter(line -> line.contains("libnetty")))
                .anyMatch(line -> line.matches(".*libnetty_transport_native_(io_uring|epoll).*"));
        try (Stream<Path> files = Files.list(proc.resolve("root/tmp"))) {
            List<String> written =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(written).isNotEmpty();
            Figures.print(
                    "image of %s: %d MB resident, in /tmp: %s",
                    name, Proc.residentBytes(process.pid()) / 1_000_000, String.join(" ", written));
        }
    }

    private static int layerOf(Image image, String start) {
        List<List<String>> layers = image.layers();
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).stream().anyMatch(file -> file.startsWith(start) && !file.endsWith("/"))) {
                return i;
            }
        }
        throw new AssertionError("no layer has " + start);
    }
}
