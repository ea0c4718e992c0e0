package io.equipoise.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The API server of Kubernetes as far as costs of pods are concerned, over TLS on loopback: it knows pods and tokens, keeps
 * the costs that are patched into the status of pods, and answers as Kubernetes does unless a test says otherwise. Safe for
 * any thread.
 */
public final class StandInKubernetes implements AutoCloseable {
    /** Where its pods are. */
    public static final String NAMESPACE = "equipoise";

    private static final Pattern STATUS =
            Pattern.compile("/api/v1/namespaces/" + NAMESPACE + "/pods/([^/?]+)/status\\?fieldManager=[a-z-]+");
    private static final Pattern COST = Pattern.compile(
            "\\{\"metadata\":\\{\"annotations\":\\{\"controller\\.kubernetes\\.io/pod-deletion-cost\":\"(-?\\d+)\"}}}");

    private final TestCertificate certificate;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> costs = new ConcurrentHashMap<>();
    private final Set<String> pods = ConcurrentHashMap.newKeySet();
    private final List<Patch> patches = new CopyOnWriteArrayList<>();
    private volatile @Nullable HttpHandler instead;

    /**
     * A request that came.
     *
     * @param token what it showed to be let in
     * @param target path and query
     */
    public record Patch(String token, String method, String target, String type, String body) {}

    private StandInKubernetes(TestCertificate certificate, HttpsServer server) {
        this.certificate = certificate;
        this.server = server;
    }

    /** Starts on a free port of 127.0.0.1 with that certificate. */
    public static StandInKubernetes start(TestCertificate certificate) {
        return start(certificate, "127.0.0.1");
    }

    /** Starts on a free port of that address. */
    public static StandInKubernetes start(TestCertificate certificate, String host) {
        try {
            HttpsServer server = HttpsServer.create(new InetSocketAddress(host, 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(certificate)));
            StandInKubernetes standIn = new StandInKubernetes(certificate, server);
            server.createContext("/", standIn::handle);
            server.setExecutor(standIn.threads);
            server.start();
            return standIn;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("it does not start", e);
        }
    }

    private static SSLContext context(TestCertificate certificate) throws IOException, GeneralSecurityException {
        char[] password = TestCertificate.PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance(certificate.store().toFile(), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Writes what a pod has mounted whose service account has that token; from now on it is let in. */
    public void mount(Path folder, String token) {
        tokens.add(token);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("token"), token + "\n");
            Files.writeString(folder.resolve("namespace"), NAMESPACE);
            Files.writeString(folder.resolve("ca.crt"), Files.readString(certificate.pem()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on nobody with that token is let in. */
    public void forget(String token) {
        tokens.remove(token);
    }

    /** From now on there is that pod. */
    public void pod(String name) {
        pods.add(name);
    }

    /** From now on every request is answered so; null is as Kubernetes does. Requests are kept all the same. */
    public void answer(@Nullable HttpHandler handler) {
        instead = handler;
    }

    /** What stands at that pod. */
    public Optional<Integer> cost(String pod) {
        return Optional.ofNullable(costs.get(pod));
    }

    /** All requests so far, in their order. */
    public List<Patch> patches() {
        return List.copyOf(patches);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream in = exchange.getRequestBody()) {
            Patch patch = new Patch(
                    header(exchange, "Authorization").replaceFirst("^Bearer ", ""),
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    header(exchange, "Content-Type"),
                    new String(in.readAllBytes(), StandardCharsets.UTF_8));
            patches.add(patch);
            HttpHandler other = instead;
            if (other == null) {
                apply(exchange, patch);
            } else {
                other.handle(exchange);
            }
        }
    }

    private void apply(HttpExchange exchange, Patch patch) throws IOException {
        Matcher target = STATUS.matcher(patch.target());
        Matcher cost = COST.matcher(patch.body());
        if (!tokens.contains(patch.token())) {
            say(exchange, 401, status("Unauthorized"));
        } else if (!patch.method().equals("PATCH") || !target.matches()) {
            say(exchange, 403, status("pods is forbidden: cannot " + patch.method() + " " + patch.target()));
        } else if (!patch.type().equals("application/merge-patch+json")) {
            say(exchange, 415, status("the body of the request was in an unknown format"));
        } else if (!cost.matches()) {
            say(exchange, 422, status("metadata.annotations: Invalid value"));
        } else if (!pods.contains(target.group(1))) {
            say(exchange, 404, status("pods \\\"" + target.group(1) + "\\\" not found"));
        } else {
            costs.put(target.group(1), Integer.valueOf(cost.group(1)));
            say(
                    exchange,
                    200,
                    "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"," + patch.body().substring(1));
        }
    }

    /** What Kubernetes says when it does not do what is asked. */
    public static String status(String message) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"" + message + "\"}";
    }

    /** Answers with that text, which is taken for JSON. */
    public static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
