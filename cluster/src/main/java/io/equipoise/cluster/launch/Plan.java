package io.equipoise.cluster.launch;

import io.vertx.core.json.JsonObject;

/**
 * What the user asks a fat jar for, to be looked at before anything starts.
 *
 * @param config what the schema let through, with what the launcher adds
 * @param clustered whether it joins the cluster
 * @param instances what {@code -instances} says; 1 when it says nothing
 */
public record Plan(JsonObject config, boolean clustered, int instances) {}
