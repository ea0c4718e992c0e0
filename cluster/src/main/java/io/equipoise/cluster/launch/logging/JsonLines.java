package io.equipoise.cluster.launch.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * One JSON object a line: {@code time} (ISO-8601, UTC), {@code level}, {@code logger}, {@code thread}, {@code message},
 * the key/values of the event by their own names, and {@code error} with what was thrown, see {@link CauseConverter}.
 * A map among the message's arguments stands for its entries.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = new byte[0];

    private final CauseConverter cause = new CauseConverter();

    @Override
    public void start() {
        cause.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        JsonObject line = values(event);
        JsonObject head = new JsonObject()
                .put("time", event.getInstant().toString())
                .put("level", event.getLevel().toString().toLowerCase(Locale.ROOT))
                .put("logger", event.getLoggerName())
                .put("thread", event.getThreadName())
                .put("message", event.getFormattedMessage());
        line.forEach(entry -> head.getMap().putIfAbsent(entry.getKey(), entry.getValue()));
        if (event.getThrowableProxy() != null) {
            head.put("error", cause.text(event));
        }
        return (head.encode() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    private static JsonObject values(ILoggingEvent event) {
        JsonObject values = new JsonObject();
        if (event.getArgumentArray() != null) {
            for (Object argument : event.getArgumentArray()) {
                if (argument instanceof Map<?, ?> entries) {
                    entries.forEach((key, value) -> values.put(String.valueOf(key), valueOf(value)));
                }
            }
        }
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> values.put(pair.key, valueOf(pair.value)));
        }
        return values;
    }

    /** Numbers that JSON has, and truth values, as they are; all else as text. */
    private static Object valueOf(Object value) {
        if (value instanceof Double real) {
            return Double.isFinite(real) ? value : value.toString();
        }
        return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
    }
}
