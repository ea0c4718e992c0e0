package io.equipoise.balancer.metrics;

/**
 * What figures are of.
 *
 * @param name the name of the listener, or the id of the backend
 * @param service the service that it leads to, or serves
 */
public record Subject(Kind kind, String name, String service) {
    /** The kinds of subjects. */
    public enum Kind {
        LISTENER,
        BACKEND
    }
}
