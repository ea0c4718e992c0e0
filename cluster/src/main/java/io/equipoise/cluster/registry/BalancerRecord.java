package io.equipoise.cluster.registry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Who a balancer is and where it listens, so that clients in the cluster find it without configuration.
 *
 * @param id unique for each start of a balancer
 * @param listeners where it takes clients
 * @param leaseMillis how long the record holds unless it is renewed, 1,000 to 600,000 ms
 */
public record BalancerRecord(String id, List<Listener> listeners, long leaseMillis) {

    /**
     * One open port of a balancer.
     *
     * @param name the listener's name
     * @param service the service it leads to
     * @param host the address that clients connect to
     * @param port the TCP port that clients connect to
     */
    public record Listener(String name, String service, String host, int port) {}

    public BalancerRecord {
        listeners = List.copyOf(listeners);
    }

    /** The record as it goes over the wire. */
    public JsonObject toJson() {
        JsonArray array = new JsonArray();
        for (Listener listener : listeners) {
            array.add(new JsonObject()
                    .put("name", listener.name())
                    .put("service", listener.service())
                    .put("host", listener.host())
                    .put("port", listener.port()));
        }
        return new JsonObject().put("id", id).put("listeners", array).put("leaseMillis", leaseMillis);
    }

    /**
     * Reads a record that came over the wire.
     *
     * @throws InvalidMessage naming the field, its value and what is allowed
     */
    public static BalancerRecord fromJson(JsonObject json) throws InvalidMessage {
        Fields fields = new Fields(json);
        if (!(json.getValue("listeners") instanceof JsonArray array)) {
            throw Fields.invalid("listeners", json.getValue("listeners"), "an array");
        }
        List<Listener> listeners = new ArrayList<>();
        for (Object element : array) {
            if (!(element instanceof JsonObject object)) {
                throw Fields.invalid("listeners", element, "an array of objects");
            }
            Fields listener = new Fields(object);
            listeners.add(
                    new Listener(listener.name("name"), listener.name("service"), listener.text("host", 255), (int)
                            listener.integer("port", 1, 65_535)));
        }
        return new BalancerRecord(fields.name("id"), listeners, fields.integer("leaseMillis", 1_000, 600_000));
    }
}
