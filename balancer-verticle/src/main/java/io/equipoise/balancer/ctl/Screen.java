package io.equipoise.balancer.ctl;

import io.equipoise.balancer.ctl.Terminal.Size;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The whole terminal for one view that is drawn over and over, on its second page, so that what stood there comes back.
 * Keys are heard without Enter. Whatever ends the process, a signal included, the terminal is as before.
 */
final class Screen implements AutoCloseable {
    private static final String ENTER = "\033[?1049h\033[?25l\033[?7l";
    private static final String LEAVE = "\033[?7h\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String REST_OF_LINE = "\033[K";
    private static final String REST_OF_SCREEN = "\033[J";

    /** Single keys, unseen; no Ctrl-Z, which would leave the terminal like that. */
    private static final String SINGLE_KEYS = "-icanon -echo min 1 susp undef";

    private final Terminal terminal;
    private final Optional<String> settings;
    private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();
    private boolean left;

    private Screen(Terminal terminal, Optional<String> settings) {
        this.terminal = terminal;
        this.settings = settings;
    }

    static Screen open(Terminal terminal) {
        Screen screen = new Screen(terminal, Tty.settings());
        Runtime.getRuntime().addShutdownHook(new Thread(screen::close, "restore-terminal"));
        terminal.raw(ENTER);
        if (screen.settings.isPresent()) {
            Tty.set(SINGLE_KEYS);
            Thread reader = new Thread(screen::readKeys, "keys");
            reader.setDaemon(true);
            reader.start();
        }
        return screen;
    }

    /** As of now; it may have been resized. */
    Size size() {
        Size size = terminal.size();
        return size == null ? Tty.USUAL : size;
    }

    /** Draws those lines, as many as fit, and at the bottom how to leave, or what is wrong. */
    synchronized void show(List<String> lines, Size size, String trouble) {
        if (left) {
            return;
        }
        int room = Math.max(1, size.rows() - 1);
        StringBuilder frame = new StringBuilder(HOME);
        lines.stream()
                .limit(room)
                .forEach(line -> frame.append(line).append(REST_OF_LINE).append("\r\n"));
        frame.append(REST_OF_SCREEN).append("\033[").append(size.rows()).append(";1H");
        String more = lines.size() > room ? lines.size() - room + " more; " : "";
        frame.append(terminal.painted(
                trouble.isEmpty() ? Style.DIM : Style.BAD, trouble.isEmpty() ? more + "q leaves" : trouble));
        terminal.raw(frame.toString());
    }

    /** Waits that long for the wish to leave. */
    boolean isLeft(Duration time) {
        try {
            Integer key = keys.poll(time.toMillis(), TimeUnit.MILLISECONDS);
            return key != null && (key == 'q' || key == 'Q');
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void readKeys() {
        try (InputStream device = new FileInputStream(Tty.DEVICE)) {
            for (int key = device.read(); key >= 0; key = device.read()) {
                keys.add(key);
            }
        } catch (IOException e) {
            terminal.note("ctl: keys are not heard: " + e.getMessage());
        }
    }

    /** Puts the terminal back, once; any thread. */
    @Override
    public synchronized void close() {
        if (!left) {
            left = true;
            settings.ifPresent(Tty::set);
            terminal.raw(LEAVE);
        }
    }
}
