package io.equipoise.backend;

import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Departure;
import io.equipoise.cluster.registry.Registration;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster that a test plays: it remembers what it is told, and fails, hangs and answers as it is asked to. */
final class FakeLink implements RegistryLink {
    final List<Registration> announced = new ArrayList<>();
    final List<Departure> departed = new ArrayList<>();
    final Map<String, Registration> map = new HashMap<>();
    final Set<Long> answering = new HashSet<>();
    final List<Promise<Void>> hanging = new ArrayList<>();
    Condition condition = Condition.WELL;
    int puts;
    int lostRaces;

    enum Condition {
        WELL,
        FAILING,
        HANGING
    }

    static Registration registration(String id, long incarnation) {
        return new Registration(
                id, incarnation, "default", "127.0.0.1", 4_000, 100, "", BackendState.READY, 6_000, 5, 0, Map.of());
    }

    @Override
    public void announce(Registration registration) {
        announced.add(registration);
    }

    @Override
    public Future<Void> depart(Departure departure) {
        departed.add(departure);
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<Registration>> find(String id) {
        return answer().map(well -> Optional.ofNullable(map.get(id)));
    }

    @Override
    public Future<Boolean> claim(Registration registration) {
        return answer().map(well -> {
            if (lostRaces > 0) {
                lostRaces--;
                return false;
            }
            Registration other = map.get(registration.id());
            if (other != null && other.incarnation() >= registration.incarnation()) {
                return false;
            }
            map.put(registration.id(), registration);
            return true;
        });
    }

    @Override
    public Future<Void> put(Registration registration) {
        return answer().onSuccess(well -> {
            puts++;
            map.put(registration.id(), registration);
        });
    }

    @Override
    public Future<Void> remove(String id, long incarnation) {
        return answer().onSuccess(well -> map.remove(id));
    }

    @Override
    public Future<Boolean> answers(Registration other) {
        return Future.succeededFuture(answering.contains(other.incarnation()));
    }

    private Future<Void> answer() {
        return switch (condition) {
            case WELL -> Future.succeededFuture();
            case FAILING -> Future.failedFuture("the cluster is not safe");
            case HANGING -> {
                Promise<Void> promise = Promise.promise();
                hanging.add(promise);
                yield promise.future();
            }
        };
    }
}
