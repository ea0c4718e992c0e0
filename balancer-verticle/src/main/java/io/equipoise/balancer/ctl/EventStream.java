package io.equipoise.balancer.ctl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads server-sent events, as the HTML standard describes their stream. A balancer sends something every ten seconds at
 * least, so one that is silent for longer is gone, whatever the network says.
 */
final class EventStream implements AutoCloseable {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(35);
    private static final int AHEAD = 1_000;

    private final BufferedReader stream;
    private final Duration longestSilence;
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>(AHEAD);
    private final Thread reader = new Thread(this::read, "events");

    EventStream(InputStream stream) {
        this(stream, LONGEST_SILENCE);
    }

    EventStream(InputStream stream, Duration longestSilence) {
        this.stream = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        this.longestSilence = longestSilence;
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Waits for the next event.
     *
     * @return its data; empty when the stream has ended or was silent for too long
     */
    Optional<String> next() {
        StringBuilder data = new StringBuilder();
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            String text = line.get();
            if (text.startsWith("data:")) {
                data.append(text.substring(text.startsWith("data: ") ? 6 : 5)).append('\n');
            } else if (text.isEmpty() && !data.isEmpty()) {
                return Optional.of(data.substring(0, data.length() - 1));
            }
        }
        return Optional.empty();
    }

    private Optional<String> line() {
        try {
            Optional<String> line = lines.poll(longestSilence.toMillis(), TimeUnit.MILLISECONDS);
            return line == null ? Optional.empty() : line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CtlFailure(Exit.NOT, "interrupted", e);
        }
    }

    private void read() {
        try {
            try {
                for (String line = stream.readLine(); line != null; line = stream.readLine()) {
                    lines.put(Optional.of(line));
                }
                lines.put(Optional.empty());
            } catch (IOException e) {
                lines.put(Optional.empty()); // broke off: as good as ended, for it is opened again
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() throws IOException {
        reader.interrupt();
        stream.close();
    }
}
