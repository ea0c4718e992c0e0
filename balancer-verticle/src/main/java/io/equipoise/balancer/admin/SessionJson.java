package io.equipoise.balancer.admin;

import io.equipoise.balancer.metrics.ClientAddress;
import io.equipoise.balancer.metrics.DecisionLog.Explained;
import io.equipoise.balancer.proxy.Decision;
import io.equipoise.balancer.proxy.SessionId;
import io.equipoise.balancer.proxy.SessionReport;
import io.equipoise.balancer.proxy.SessionView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Sessions and choices of one balancer as the contract shows them. */
final class SessionJson {
    private final String balancer;

    SessionJson(String balancer) {
        this.balancer = balancer;
    }

    JsonObject session(SessionView view) {
        JsonObject json = new JsonObject()
                .put("id", id(view.id()))
                .put("balancer", balancer)
                .put("listener", view.listener())
                .put("service", view.service())
                .put("client", ClientAddress.text(view.client()))
                .put("state", view.state().label())
                .put("startedAt", Instant.ofEpochMilli(view.startedAtMillis()).toString())
                .put("totalMillis", millis(view.totalNanos()))
                .put("queueMillis", millis(view.queueNanos()))
                .put("attempts", view.attempts())
                .put("bytesFromClient", view.bytesFromClient())
                .put("bytesFromBackend", view.bytesFromBackend());
        if (view.backend() != null) {
            json.put("backend", view.backend().id());
        }
        if (view.reason() != null) {
            json.put("reason", view.reason().label());
        }
        putMoment(json, "connectMillis", view.connectNanos());
        putMoment(json, "firstByteMillis", view.firstByteNanos());
        return json;
    }

    JsonObject decision(Explained explained) {
        Decision decision = explained.decision();
        JsonArray candidates = new JsonArray();
        decision.candidates().forEach(each -> candidates.add(candidate(each)));
        JsonObject json = new JsonObject()
                .put("number", explained.number())
                .put("at", Instant.ofEpochMilli(decision.atMillis()).toString())
                .put("session", id(decision.session()))
                .put("listener", decision.listener())
                .put("service", decision.service())
                .put("client", ClientAddress.text(decision.client()))
                .put("policy", decision.policy())
                .put("attempt", decision.attempt())
                .put("panic", decision.panic())
                .put("backends", decision.backends())
                .put("eligible", decision.eligible())
                .put("candidates", candidates)
                .put("why", decision.why());
        if (decision.chosen() != null) {
            json.put("chosen", decision.chosen());
        }
        SessionReport outcome = explained.outcome();
        return outcome == null ? json : json.put("outcome", outcome(outcome));
    }

    private String id(long number) {
        return new SessionId(balancer, number).toString();
    }

    private static JsonObject candidate(Decision.Candidate candidate) {
        JsonObject json = new JsonObject()
                .put("backend", candidate.backend())
                .put("weight", candidate.weight())
                .put("open", candidate.open())
                .put("load", candidate.load())
                .put("looked", candidate.looked())
                .put("chosen", candidate.chosen());
        return candidate.passed() == null
                ? json
                : json.put("passed", candidate.passed().label());
    }

    private static JsonObject outcome(SessionReport report) {
        JsonObject json = new JsonObject()
                .put("reason", report.reason().label())
                .put("totalMillis", millis(report.totalNanos()))
                .put("bytesFromClient", report.bytesFromClient())
                .put("bytesFromBackend", report.bytesFromBackend());
        putMoment(json, "connectMillis", report.connectNanos());
        putMoment(json, "firstByteMillis", report.firstByteNanos());
        return json;
    }

    /** A moment that never came is left out. */
    private static void putMoment(JsonObject json, String name, long nanos) {
        if (nanos >= 0) {
            json.put(name, millis(nanos));
        }
    }

    /** To the microsecond. */
    private static double millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos) / 1e3;
    }
}
