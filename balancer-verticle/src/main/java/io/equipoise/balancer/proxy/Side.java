package io.equipoise.balancer.proxy;

/** The two ends of a session, as the balancer sees them. */
enum Side {
    CLIENT,
    BACKEND
}
