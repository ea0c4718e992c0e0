package io.equipoise.balancer.control;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Keeps what one logger logs until it is closed. */
public final class Logged extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private Logged(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        start();
        logger.addAppender(this);
    }

    public static Logged by(Class<?> type) {
        return new Logged(type.getName());
    }

    public static Logged by(String logger) {
        return new Logged(logger);
    }

    /** Each event as level, message and its keys with values: {@code INFO backend is up backend=b1 why=...}. */
    public List<String> lines() {
        return events.stream().map(Logged::line).toList();
    }

    /** Those lines that contain the text. */
    public List<String> lines(String text) {
        return lines().stream().filter(line -> line.contains(text)).toList();
    }

    public List<ILoggingEvent> events() {
        return List.copyOf(events);
    }

    public int countFrom(Level level) {
        return (int) events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(level))
                .count();
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.add(event);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        stop();
    }

    private static String line(ILoggingEvent event) {
        String keys = event.getKeyValuePairs() == null
                ? ""
                : event.getKeyValuePairs().stream()
                        .map(pair -> " " + pair.key + "=" + pair.value)
                        .collect(Collectors.joining());
        return event.getLevel() + " " + event.getFormattedMessage() + keys;
    }
}
