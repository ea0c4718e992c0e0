package io.equipoise.client.protocol;

/** A way of asking. Safe for any thread. */
@FunctionalInterface
public interface Protocol {
    /** A new connection's side of the talk. */
    Exchange open();
}
