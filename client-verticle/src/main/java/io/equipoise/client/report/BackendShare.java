package io.equipoise.client.report;

/**
 * What one backend did.
 *
 * @param id as the backend says it, or {@link ClientReport#UNKNOWN}
 * @param connections that it answered on at least once
 * @param requests that it answered rightly
 */
public record BackendShare(String id, long connections, long requests) {}
