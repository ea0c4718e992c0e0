package io.equipoise.balancer.ctl;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What all commands have in common: their options, where they print, and the API that they speak with. */
@Command(
        name = "ctl",
        description = "See and steer a cluster of balancers, through the admin API of one of them.",
        footer = {
            "",
            "The token is read from EQUIPOISE_ADMIN_TOKEN or from --token-file, never from the command line, which others"
                    + " can see (ps). What was asked for goes to standard output, what went wrong to standard error."
        })
final class Setting {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration SESSIONS = Duration.ofMinutes(5);

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The admin API; default EQUIPOISE_ADMIN_URL, else " + Location.DEFAULT + ".")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "File with the token; default the variable EQUIPOISE_ADMIN_TOKEN.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            scope = ScopeType.INHERIT,
            description =
                    "How long to wait for an answer, such as 500ms, 2s or 5m; default 10s. With --wait, how long to"
                            + " wait for sessions to end; default 5m.")
    private @Nullable Duration timeout;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print JSON, one object a line, instead of a table.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    private final Terminal terminal;
    private final Map<String, String> environment;
    private final Clock clock;

    Setting(Terminal terminal, Map<String, String> environment, Clock clock) {
        this.terminal = terminal;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    Terminal terminal() {
        return terminal;
    }

    Clock clock() {
        return clock;
    }

    boolean json() {
        return json;
    }

    /** How long to wait for sessions to end. */
    Duration waitLimit() {
        return timeout == null ? SESSIONS : timeout;
    }

    /** Opens nothing yet. */
    Api api() {
        return api(timeout == null ? ANSWER : timeout);
    }

    /** The same for a command that waits: an answer is not what takes long. */
    Api apiWhileWaiting() {
        return api(timeout == null || timeout.compareTo(ANSWER) > 0 ? ANSWER : timeout);
    }

    private Api api(Duration patience) {
        Location location =
                Location.of(url == null ? environment.getOrDefault("EQUIPOISE_ADMIN_URL", Location.DEFAULT) : url);
        HttpClient.Builder http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(patience);
        if (location.isPlain()) {
            http.sslContext(withoutCertificates());
        }
        return new Api(http.build(), location, token(), patience);
    }

    private Optional<String> token() {
        String read = tokenFile == null ? environment.getOrDefault("EQUIPOISE_ADMIN_TOKEN", "") : read(tokenFile);
        String token = read.strip();
        if (!token.matches("[\\x21-\\x7e]*")) {
            throw new CtlFailure(
                    Exit.USAGE,
                    (tokenFile == null ? "EQUIPOISE_ADMIN_TOKEN" : tokenFile.toString())
                            + " holds no token: one line of ASCII letters, digits and signs is one");
        }
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CtlFailure(Exit.USAGE, "--token-file " + file + " cannot be read; name a readable file", e);
        }
    }

    /** Reading the certificates that Java trusts takes longer than all the rest; plain HTTP needs none. */
    private static SSLContext withoutCertificates() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
