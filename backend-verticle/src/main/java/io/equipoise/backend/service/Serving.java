package io.equipoise.backend.service;

import io.vertx.core.Future;
import java.time.Duration;

/** A port that is open for clients, as a backend that leaves sees it. */
public interface Serving {
    /** The TCP port that is announced. */
    int port();

    /** The backend begins to leave; connections still come until balancers have seen it. */
    void drain();

    /**
     * Takes no further connections and waits for those that are open.
     *
     * @param deadline when those left are cut
     * @return how many were cut, once none is open
     */
    Future<Integer> finish(Duration deadline);
}
