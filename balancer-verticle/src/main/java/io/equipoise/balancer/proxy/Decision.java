package io.equipoise.balancer.proxy;

import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One choice of a backend for a session, with what it was made from.
 *
 * @param session the session's number, see {@link SessionId}
 * @param atMillis wall clock, epoch milliseconds
 * @param listener the listener's name
 * @param client the client's address
 * @param service the service's name
 * @param policy name of the policy that chose
 * @param attempt which choice for this session, from 1
 * @param panic whether so few were healthy that health was ignored
 * @param backends all backends of the service
 * @param eligible those among which it chose
 * @param candidates {@value #MOST_CANDIDATES} of these at most, the least loaded first; what was chosen is among them, and
 *     before all others what was looked at
 * @param chosen id of the backend; null when there was none to choose
 * @param why one sentence
 */
public record Decision(
        long session,
        long atMillis,
        String listener,
        SocketAddress client,
        String service,
        String policy,
        int attempt,
        boolean panic,
        int backends,
        int eligible,
        List<Candidate> candidates,
        @Nullable String chosen,
        String why) {
    /** Candidates that are kept of one choice. */
    public static final int MOST_CANDIDATES = 32;

    public Decision {
        candidates = List.copyOf(candidates);
    }

    /** Why a backend could not be chosen. */
    public enum Passed {
        /** It had as many sessions as it may. */
        FULL,
        /** The session had been there before. */
        TRIED_BEFORE;

        /** The name as the API shows it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * A backend as it was when the choice was made.
     *
     * @param backend its id
     * @param weight its share against others, 1 to 256
     * @param open sessions of this balancer on it, without the one that chooses
     * @param load connections with the one to come, over its weight: the lower the better
     * @param looked whether the policy looked at it
     * @param chosen whether it was chosen
     * @param passed why it could not be; null when it could
     */
    public record Candidate(
            String backend,
            int weight,
            int open,
            double load,
            boolean looked,
            boolean chosen,
            @Nullable Passed passed) {}
}
