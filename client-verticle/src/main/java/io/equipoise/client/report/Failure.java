package io.equipoise.client.report;

import java.util.Arrays;

/** Why a request failed; each failed request has exactly one. */
public enum Failure {
    /** The other side refused the connection. */
    CONNECT_REFUSED("connect refused"),
    /** The connection was not there within the connect timeout or the request's own. */
    CONNECT_TIMEOUT("connect timeout"),
    /** The connection could not be made for another reason: no route, no free port, an unknown name. */
    CONNECT_FAILED("connect failed"),
    /** The TLS handshake failed: the certificate is not trusted, has another name, or the other side speaks no TLS. */
    TLS_FAILED("tls failed"),
    /** The connection was reset before the reply was complete. */
    RESET("reset"),
    /** The connection was closed in order, but before the reply was complete. */
    CLOSED_EARLY("closed early"),
    /** A byte differs from what was asked for, or bytes came that nobody asked for. */
    WRONG_BYTES("wrong bytes"),
    /** The reply is well-formed and says that the request was not served. */
    WRONG_STATUS("wrong status"),
    /** The connection was there, the complete reply was not within the request timeout. */
    REQUEST_TIMEOUT("request timeout");

    private final String label;

    Failure(String label) {
        this.label = label;
    }

    /** Whether there never was a connection, so that no byte was sent. */
    public boolean isOfConnecting() {
        return this == CONNECT_REFUSED || this == CONNECT_TIMEOUT || this == CONNECT_FAILED || this == TLS_FAILED;
    }

    /** The words for the reason of that name; the name itself where there is no such reason. */
    static String labelOf(String name) {
        return Arrays.stream(values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .map(Failure::label)
                .orElse(name);
    }

    /** The words that reports use. */
    public String label() {
        return label;
    }
}
