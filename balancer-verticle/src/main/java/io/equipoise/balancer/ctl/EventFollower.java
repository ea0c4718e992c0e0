package io.equipoise.balancer.ctl;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows events as they happen. A stream that ends is opened again behind the last event that was shown. A balancer that
 * has started anew counts from 1; it is known by what it has under that number.
 */
final class EventFollower {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final Api api;
    private final Clock clock;
    private final Terminal terminal;
    private final EventPrinter printer;
    private Fields last;
    private Duration pause = FIRST_PAUSE;

    /** Follows behind the event {@code last}, of which nothing but its number need be known. */
    EventFollower(Api api, Clock clock, Terminal terminal, EventPrinter printer, Fields last) {
        this.api = api;
        this.clock = clock;
        this.terminal = terminal;
        this.printer = printer;
        this.last = last;
    }

    /** Returns when nobody reads what is printed any more; throws {@link CtlFailure} when it is refused. */
    void follow() {
        String lost = read();
        while (!terminal.isBroken()) {
            terminal.note("ctl: " + lost + "; connecting again");
            clock.pause(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
            lost = readAgain();
        }
    }

    private String readAgain() {
        try {
            startAnewWithTheBalancer();
        } catch (CtlFailure e) {
            return passing(e);
        }
        return read();
    }

    /** Shows what comes, and returns why no more does. */
    private String read() {
        try (EventStream stream = new EventStream(api.stream(Api.EVENTS, last.text("number")))) {
            for (Optional<String> data = stream.next(); data.isPresent(); data = stream.next()) {
                pause = FIRST_PAUSE;
                last = Fields.parse(data.get());
                printer.print(last);
                if (terminal.isBroken()) {
                    break;
                }
            }
            return "the stream is over";
        } catch (IOException e) {
            return "the stream holds no events";
        } catch (CtlFailure e) {
            return passing(e);
        }
    }

    /** What may be over in a while. */
    private static String passing(CtlFailure failure) {
        if (failure.exit() == Exit.UNREACHABLE || failure.exit() == Exit.FAILED) {
            return String.valueOf(failure.getMessage());
        }
        throw failure;
    }

    private void startAnewWithTheBalancer() {
        long number = last.whole("number");
        if (number == 0 || !last.has("at")) {
            return;
        }
        List<Fields> found = api.get(Api.EVENTS, Map.of("after", String.valueOf(number - 1), "limit", "1"))
                .parts("items");
        boolean isSameRun = !found.isEmpty()
                && (found.get(0).whole("number") > number
                        || found.get(0).text("at").equals(last.text("at")));
        if (!isSameRun) {
            terminal.note("ctl: the balancer has started anew, and so do its events");
            last = new Fields(Map.of("number", 0L));
        }
    }
}
