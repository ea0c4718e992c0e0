package io.equipoise.balancer.admin;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Serves the files of one folder of the class path, and nothing else: a name has neither dots at its start nor
 * characters that stand for others, and one of the known endings. Readers ask again each time and get 304 while the
 * file is the same. Passes on what it has not.
 */
final class ClassPathFiles implements Handler<RoutingContext> {
    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z0-9_-]+/){0,4}[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)+");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2");

    private final String under;
    private final String folder;
    private final String security;
    private final Map<String, File> files = new ConcurrentHashMap<>();

    /**
     * Serves that folder.
     *
     * @param under the path that the names come after, with a slash at its end
     * @param folder on the class path, with a slash at its end
     * @param security the Content-Security-Policy
     */
    ClassPathFiles(String under, String folder, String security) {
        this.under = under;
        this.folder = folder;
        this.security = security;
    }

    @Override
    public void handle(RoutingContext request) {
        String path = request.normalizedPath();
        String asked = path.startsWith(under) ? path.substring(under.length()) : "";
        String name = asked.isEmpty() ? "index.html" : asked;
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(name).matches()) {
            request.next();
            return;
        }
        request.vertx()
                .executeBlocking(() -> file(name), false)
                .onSuccess(found -> found.ifPresentOrElse(file -> answer(request, file, type), request::next))
                .onFailure(request::fail);
    }

    private void answer(RoutingContext request, File file, String type) {
        HttpMethod method = request.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            Problem.wrongMethod(request, "GET, HEAD");
            return;
        }
        HttpServerResponse response = request.response()
                .putHeader("content-security-policy", security)
                .putHeader("cache-control", "no-cache")
                .putHeader("etag", file.tag());
        if (file.tag().equals(request.request().getHeader("if-none-match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("content-type", type)
                .putHeader("content-length", Integer.toString(file.body().length()));
        if (method.equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(file.body());
        }
    }

    /** Kept once found; as there are only so many files, so is what is kept. */
    private Optional<File> file(String name) throws IOException, NoSuchAlgorithmException {
        File known = files.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        try (InputStream found = ClassPathFiles.class.getClassLoader().getResourceAsStream(folder + name)) {
            if (found == null) {
                return Optional.empty();
            }
            byte[] bytes = found.readAllBytes();
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
            File file = new File(Buffer.buffer(bytes), '"' + digest + '"');
            files.put(name, file);
            return Optional.of(file);
        }
    }

    private record File(Buffer body, String tag) {}
}
