package io.equipoise.balancer.pool;

/** Which of two backends stays when there can be only one. */
final class Precedence {
    private Precedence() {}

    /** Whether a backend takes the id over from another: the operator's word first, then the later start. */
    static boolean replaces(Backend newcomer, Backend present) {
        return newcomer.origin() == present.origin()
                ? newcomer.incarnation() > present.incarnation()
                : newcomer.origin() == Backend.Origin.STATIC;
    }

    /**
     * Whether a backend takes the address over from one under another id: the operator's word first, then the later
     * start. Of two static ones the first stays, as nothing says which is later.
     */
    static boolean displaces(Backend newcomer, Backend present) {
        return replaces(newcomer, present) && present.origin() == Backend.Origin.ANNOUNCED;
    }

    /** How to name the one that stays. */
    static String standing(Backend present) {
        String id = present.id() + " at " + present.address();
        return present.origin() == Backend.Origin.STATIC
                ? id + ", which is static"
                : id + ", incarnation " + present.incarnation();
    }
}
