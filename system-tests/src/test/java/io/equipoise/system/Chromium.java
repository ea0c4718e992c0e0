package io.equipoise.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's Chromium without a head, with an empty profile of its own, asking nothing of the network. */
final class Chromium implements AutoCloseable {
    private static final Path COMMAND = Path.of("/usr/bin/chromium");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    Chromium() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(COMMAND)
                        .setArgs(FLAGS)
                        .setHeadless(true));
    }

    /** Opens the dashboard at that address as on a desk, in light colours. */
    DashboardPage open(String url) {
        return open(url, desk());
    }

    /** The same, on another screen. */
    DashboardPage open(String url, Browser.NewContextOptions screen) {
        return new DashboardPage(browser.newContext(screen), url);
    }

    /** A screen of 1440 by 1000, light, for one who wants nothing to move. */
    static Browser.NewContextOptions desk() {
        return new Browser.NewContextOptions()
                .setViewportSize(1440, 1000)
                .setColorScheme(ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
