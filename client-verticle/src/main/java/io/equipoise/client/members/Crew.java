package io.equipoise.client.members;

import io.equipoise.client.report.GeneratorUse;
import io.vertx.core.Future;
import java.util.List;

/** How one client ends its run with the others. */
public interface Crew {
    /**
     * Says that this client has finished and what it used.
     *
     * @param wasStopped whether it was told to end early, so that it waits for nobody
     * @return what it has to tell, once all others have finished or are lost; any thread may ask
     */
    Future<Outcome> conclude(GeneratorUse use, boolean wasStopped);

    /** A client that runs alone. */
    static Crew alone() {
        return (use, wasStopped) -> Future.succeededFuture(new Outcome(true, List.of(use), List.of(), ""));
    }

    /**
     * What a client has to tell.
     *
     * @param whole whether it has what all have counted, and writes the report
     * @param uses what the processes used that it speaks for
     * @param lost members that died, in words
     * @param note what else to say; empty for nothing
     */
    record Outcome(boolean whole, List<GeneratorUse> uses, List<String> lost, String note) {
        public Outcome {
            uses = List.copyOf(uses);
            lost = List.copyOf(lost);
        }
    }
}
