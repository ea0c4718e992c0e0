package io.equipoise.backend;

import io.equipoise.cluster.launch.StartFailure;
import io.equipoise.cluster.registry.Registration;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an id in the cluster for one start of a backend. Its incarnation is the wall clock's milliseconds, or one above
 * what stands in the map when that is later. An id whose owner has the same or a later incarnation and still answers is
 * not to be had; an earlier owner is superseded.
 */
final class Claim {
    private static final Logger log = LoggerFactory.getLogger(Claim.class);
    private static final int ROUNDS = 3;
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final RegistryLink link;
    private final Timers timers;
    private final LongSupplier wallMillis;

    Claim(RegistryLink link, Timers timers, LongSupplier wallMillis) {
        this.link = link;
        this.timers = timers;
        this.wallMillis = wallMillis;
    }

    /**
     * Takes the id of that registration.
     *
     * @return the registration with its incarnation, or a {@link StartFailure} that says who has the id or that the
     *     cluster does not answer
     */
    Future<Registration> take(Registration draft) {
        return round(draft, 1);
    }

    private Future<Registration> round(Registration draft, int number) {
        return link.find(draft.id())
                .compose(found -> incarnation(found).compose(mine -> claim(draft, mine)))
                .recover(cause ->
                        cause instanceof StartFailure ? Future.failedFuture(cause) : again(draft, number, cause));
    }

    private Future<Registration> claim(Registration draft, long incarnation) {
        Registration mine = draft.startedAs(incarnation);
        return link.claim(mine)
                .compose(taken -> taken
                        ? Future.succeededFuture(mine)
                        : Future.failedFuture("another backend takes the id at the same moment"));
    }

    private Future<Registration> again(Registration draft, int number, Throwable cause) {
        if (number == ROUNDS) {
            return Future.failedFuture(new StartFailure(
                    "id " + draft.id() + " cannot be registered: the cluster's registry says: " + cause.getMessage(),
                    cause));
        }
        log.atDebug().addKeyValue("backend", draft.id()).setCause(cause).log("registration is tried again");
        Promise<Registration> later = Promise.promise();
        timers.after(PAUSE.multipliedBy(number), () -> round(draft, number + 1).onComplete(later));
        return later.future();
    }

    private Future<Long> incarnation(Optional<Registration> found) {
        long now = wallMillis.getAsLong();
        if (found.isEmpty()) {
            return Future.succeededFuture(now);
        }
        Registration other = found.get();
        long mine = Math.max(now, other.incarnation() + 1);
        if (other.incarnation() < now) {
            return Future.succeededFuture(mine);
        }
        return link.answers(other)
                .compose(answers -> answers ? Future.failedFuture(taken(other)) : Future.succeededFuture(mine));
    }

    private static StartFailure taken(Registration other) {
        return new StartFailure("id " + other.id() + " is taken by the backend at " + other.host() + ":" + other.port()
                + ", which answers; give this one another id, or none");
    }
}
