package io.equipoise.backend.service;

import io.equipoise.testkit.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Speaks HTTP/1.1 over one connection, byte by byte as a test wants it. */
public final class RawHttp implements AutoCloseable {
    private final RawConnection connection;

    public RawHttp(RawConnection connection) {
        this.connection = connection;
    }

    /** On a connection of its own to that port. */
    public static RawHttp to(int port) throws IOException {
        return new RawHttp(RawConnection.to(port));
    }

    /**
     * One answer.
     *
     * @param headers by lower-case name
     */
    public record Answer(int status, Map<String, String> headers, String body) {
        /** Whether it is its connection's last. */
        public boolean isLast() {
            return "close".equals(headers.get("connection"));
        }
    }

    public RawConnection connection() {
        return connection;
    }

    /** Asks and reads the whole answer. */
    public Answer get(String uri) throws IOException {
        ask(uri);
        return answer();
    }

    /** Asks and reads nothing. */
    public void ask(String uri) throws IOException {
        connection.send("GET " + uri + " HTTP/1.1\r\nhost: test\r\n\r\n");
    }

    /** Reads one whole answer. */
    public Answer answer() throws IOException {
        Answer head = head();
        int length = Integer.parseInt(head.headers().get("content-length"));
        String body = new String(connection.receive(length), StandardCharsets.UTF_8);
        return new Answer(head.status(), head.headers(), body);
    }

    /** Reads one answer up to its body. */
    public Answer head() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] parts = line.split(": ", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        return new Answer(status, headers, "");
    }

    private String line() throws IOException {
        return connection.receiveLine().replace("\r", "");
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
