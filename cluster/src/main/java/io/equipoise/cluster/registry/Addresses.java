package io.equipoise.cluster.registry;

/** Every event-bus address and the names of the shared maps, in one place. */
public final class Addresses {
    /** Published by backends: an {@link Envelope} around a {@link Registration}. */
    public static final String ANNOUNCE = "equipoise.registry.announce";

    /** Published by backends that have left: an {@link Envelope} around a {@link Departure}. */
    public static final String DEPART = "equipoise.registry.depart";

    /** Published by a balancer that wants every backend to announce itself at once; the body says who asks. */
    public static final String ROLL_CALL = "equipoise.registry.roll-call";

    /** Published by balancers each second: an {@link Envelope} around what each has counted. */
    public static final String FIGURES = "equipoise.figures";

    /** Published by a balancer through which something was ordered: an {@link Envelope} around an {@link Order}. */
    public static final String ORDERS = "equipoise.registry.orders";

    /** Cluster-wide map: {@link Wish#key()} to the text of its newest order's {@link Envelope}. */
    static final String ORDERS_MAP = "equipoise.orders";

    /** Cluster-wide map: backend id to the text of its newest announcement's {@link Envelope}. */
    static final String BACKENDS_MAP = "equipoise.backends";

    /** Cluster-wide map: balancer id to the text of its {@link BalancerRecord}. */
    static final String BALANCERS_MAP = "equipoise.balancers";

    private Addresses() {}

    /**
     * Where one start of one backend answers pings. The incarnation is part of the address, so that a subscription
     * that outlived its owner never answers for a later one.
     */
    public static String ping(String id, long incarnation) {
        return "equipoise.backend." + id + "." + incarnation + ".ping";
    }

    /** Where the clients that share the run of that name meet. */
    public static String clientRun(String run) {
        return "equipoise.client.run." + run;
    }

    /** Where the client of that id, which merges the run of that name, takes what the others have counted. */
    public static String clientMerge(String run, String id) {
        return clientRun(run) + ".merge." + id;
    }
}
