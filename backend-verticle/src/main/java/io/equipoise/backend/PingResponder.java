package io.equipoise.backend;

import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.LoadReport;
import io.equipoise.cluster.registry.Ping;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the pings of balancers with a load report. What is no ping is not answered. Owned by one event loop. */
final class PingResponder {
    private static final Logger log = LoggerFactory.getLogger(PingResponder.class);

    private final LongFunction<LoadReport> report;
    private final Consumer<Ping> onPing;

    /**
     * Answers so.
     *
     * @param report makes the report for a nonce
     * @param onPing told of each ping after it was answered
     */
    PingResponder(LongFunction<LoadReport> report, Consumer<Ping> onPing) {
        this.report = report;
        this.onPing = onPing;
    }

    void onMessage(Message<Object> message) {
        try {
            Ping ping = read(message.body());
            message.reply(report.apply(ping.nonce()).toJson());
            onPing.accept(ping);
        } catch (InvalidMessage e) {
            log.atDebug()
                    .addKeyValue("address", message.address())
                    .addKeyValue("reason", e.reason())
                    .log("message is no ping");
        }
    }

    private static Ping read(Object body) throws InvalidMessage {
        if (body instanceof JsonObject json) {
            return Ping.fromJson(json);
        }
        throw new InvalidMessage(InvalidMessage.Reason.MALFORMED, "the body is no JSON object");
    }
}
