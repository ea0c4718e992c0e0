package io.equipoise.backend;

/** What a backend serves. */
enum BackendType {
    /** Sends back what comes. */
    ECHO,
    /** Sample payloads over HTTP. */
    HTTP,
    /** Nothing: it speaks for another service. */
    SIDECAR
}
