import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the class-data archive of a fat jar: runs the jar as a cluster of one, uses it a little, ends it, has the JVM write
 * down which classes it has loaded, and another one archive them with those of the JDK. The build calls it:
 *
 * <p>{@code java ClassArchive.java JAR ARCHIVE CONFIGURATION}, where {@code @PORT@} in the configuration becomes the port of
 * an echo service. A jar runs without an archive as well: when none can be made, a line says why, and the build goes on.
 */
final class ClassArchive {
    private static final long LIMIT_SECONDS = 120;
    private static final long QUIET_SECONDS = 2;
    private static final Pattern PORT = Pattern.compile("(listener|admin) is open .*port=(\\d+)");
    private static final List<String> PAGES = List.of("/health/ready", "/metrics", "/api/v1/backends", "/");

    private final Process process;
    private String listener = "";
    private String admin = "";

    private ClassArchive(Process process) {
        this.process = process;
    }

    /** Arguments: see above. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path archive = Path.of(args[1]);
        Path classes = Path.of(archive + ".classes");
        Files.deleteIfExists(archive);
        try (ServerSocket echo = new ServerSocket(0)) {
            daemon(() -> serve(echo));
            String configuration = args[2].replace("@PORT@", String.valueOf(echo.getLocalPort()));
            String said = new ClassArchive(run(args[0], classes, configuration)).train();
            if (Files.exists(classes)) {
                said = output(dump(args[0], classes, archive));
            }
            if (!Files.exists(archive)) {
                System.err.println("no class-data archive, so that starts take longer: " + said);
            }
        } finally {
            Files.deleteIfExists(classes);
        }
    }

    private static Process run(String jar, Path classes, String configuration) throws IOException {
        return java(
                "-XX:DumpLoadedClassList=" + classes,
                "-Xlog:disable",
                "-Dequipoise.cluster.name=archive-" + ProcessHandle.current().pid(),
                "-Dequipoise.cluster.port=" + freePort(),
                "-jar",
                jar,
                "-cluster",
                "-conf",
                configuration);
    }

    private static Process dump(String jar, Path classes, Path archive) throws IOException {
        return java(
                "-Xshare:dump",
                "-XX:SharedClassListFile=" + classes,
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:disable",
                "-Xlog:all=error:stdout",
                "-cp",
                jar);
    }

    private static Process java(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("EQUIPOISE_"));
        return builder.redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return "exit code " + process.waitFor() + " of\n" + said;
    }

    /** Uses the process until it has ended; returns what it said. */
    private String train() throws IOException, InterruptedException {
        Thread limit = daemon(this::endLate);
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append(System.lineSeparator());
                Matcher open = PORT.matcher(line);
                if (open.find()) {
                    note(open.group(1), open.group(2));
                } else if (line.contains(" - started ")) {
                    daemon(this::use);
                }
            }
        }
        int code = process.waitFor();
        limit.interrupt();
        return "exit code " + code + " of\n" + said;
    }

    private void note(String what, String port) {
        if (what.equals("admin")) {
            admin = port;
        } else {
            listener = port;
        }
    }

    /** What a client and an operator do first; then it has some seconds to end by itself, as a load generator does. */
    private void use() {
        try {
            if (!listener.isEmpty()) {
                exchange(Integer.parseInt(listener));
            }
            if (!admin.isEmpty()) {
                for (String page : PAGES) {
                    URI address = URI.create("http://127.0.0.1:" + admin + page);
                    HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
                }
            }
            if (!process.waitFor(QUIET_SECONDS, TimeUnit.SECONDS)) {
                process.toHandle().destroy();
            }
        } catch (IOException e) {
            System.err.println("the archive may lack classes, as what was started does not answer: " + e);
            process.toHandle().destroy();
        } catch (InterruptedException e) {
            process.toHandle().destroy();
        }
    }

    private void endLate() {
        try {
            TimeUnit.SECONDS.sleep(LIMIT_SECONDS);
            process.toHandle().destroyForcibly();
        } catch (InterruptedException e) {
            // It has ended in time.
        }
    }

    private static void exchange(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write('x');
            if (socket.getInputStream().read() != 'x') {
                throw new IOException("the byte that was sent does not come back");
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void serve(ServerSocket echo) {
        while (!echo.isClosed()) {
            try {
                Socket socket = echo.accept();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket; InputStream in = socket.getInputStream()) {
            in.transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // The other side has gone, which is its right.
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
