package io.equipoise.client.members;

import java.util.List;

/**
 * One client's place among those of its run.
 *
 * @param id its own
 * @param members the ids of all, in order; the first one merges what they report
 * @param firstPart the number of its first event loop among those of all
 * @param parts the event loops of all
 */
public record Place(String id, List<String> members, int firstPart, int parts) {
    public Place {
        members = List.copyOf(members);
    }

    /** A client that runs alone, with that many event loops. */
    public static Place alone(int parts) {
        return new Place("", List.of(""), 0, parts);
    }

    /** Whether others take part. */
    public boolean hasOthers() {
        return members.size() > 1;
    }

    /** Whether this one merges what all report. */
    public boolean merges() {
        return id.equals(merger());
    }

    /** The id of the one that merges. */
    public String merger() {
        return members.get(0);
    }
}
