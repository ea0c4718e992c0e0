package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.equipoise.testkit.ConnectionLoad;
import io.equipoise.testkit.LoadResult;
import io.equipoise.testkit.Signal;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of a real balancer, in a real browser: what it shows is what is, and what it orders happens. */
@Tag("peers")
class DashboardIT {
    private static final int RATE = 40;
    private static final String SHOWN = """
            () => Object.fromEntries([...document.querySelectorAll('.rows .row[data-id]')].map((row) => {
              const of = (cell) => row.querySelector('.c-' + cell);
              const one = (cell) => of(cell).querySelector('.one').textContent;
              return [row.dataset.id, [one('state'), one('weight'), of('open').title, of('rate').title, of('bytes').title, one('failures')].join(' | ')];
            }).concat([['all', [
              document.querySelector('#tile-open').title,
              document.querySelector('#tile-first-byte').title,
              document.querySelector('.tile-rate .tile-note').textContent,
            ].join(' | ')]]))
            """;
    /** Notes when the row of that backend says that it is down, whether or not a frame is drawn then. */
    private static final String WATCH = """
            (id) => {
              window.seenDown = null;
              const look = () => {
                const row = document.querySelector(`.rows .row[data-id="${id}"]`);
                if (window.seenDown === null && row?.querySelector('.c-state').textContent.includes('Down')) {
                  window.seenDown = Date.now();
                }
              };
              new MutationObserver(look).observe(document.querySelector('.rows'), { subtree: true, childList: true, characterData: true, attributes: true });
            }
            """;

    private static final DecimalFormat EXACT =
            new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ENGLISH));

    private static Chromium chromium;
    private WatchedCluster cluster;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void endBrowser() {
        chromium.close();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void its_figures_are_those_of_the_api_and_of_the_clients() throws Exception {
        cluster = new WatchedCluster(true, "a", "b", "c");
        try (DashboardPage dashboard = chromium.open(cluster.url()).awaitLive();
                Held held = Held.open(cluster.balancer().address(), 7)) {
            ConnectionLoad load = Loads.start(cluster.balancer(), RATE);
            Loads.await(load, RATE * 3);
            assertSame(dashboard);
            int opened = load.stop().requests().size() + held.count();
            dashboard.awaitText(".tile-rate .tile-note", opened + " opened in all");
            dashboard.awaitText("#tile-open", "" + held.count());
            assertSame(dashboard);
            dashboard.assertNoComplaints();
        }
    }

    /** Figures change each second, and the two are not asked in one moment. */
    private void assertSame(DashboardPage dashboard) {
        await().pollInSameThread()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    JsonObject stats = cluster.read("stats");
                    assertThat(dashboard.page().evaluate(SHOWN)).isEqualTo(said(stats));
                });
    }

    /** What the page has to show of those figures. */
    private static Map<String, String> said(JsonObject stats) {
        Map<String, String> rows = new TreeMap<>();
        for (Object each : stats.getJsonArray("backends")) {
            JsonObject b = (JsonObject) each;
            String rate = "%s/s, %s in all".formatted(exact(b, "rate"), exact(b, "opened"));
            String bytes = "↓ %s B, ↑ %s B".formatted(exact(b, "bytesFromBackends"), exact(b, "bytesFromClients"));
            rows.put(
                    b.getString("id"),
                    String.join(
                            " | ", "Serving", exact(b, "weight"), exact(b, "open"), rate, bytes, exact(b, "failures")));
        }
        JsonObject total = stats.getJsonObject("total");
        String firstByte = exact(total.getJsonObject("firstByte"), "p50");
        rows.put("all", String.join(" | ", exact(total, "open"), firstByte, exact(total, "opened") + " opened in all"));
        return rows;
    }

    private static String exact(JsonObject of, String name) {
        return of.containsKey(name) ? EXACT.format(of.getDouble(name)) : "";
    }

    @Test
    void a_drain_asks_for_the_token_and_happens_while_sessions_run_on() throws Exception {
        cluster = new WatchedCluster(true, "a", "b", "c");
        try (DashboardPage dashboard = chromium.open(cluster.url()).awaitLive();
                Held held = Held.open(cluster.balancer().address(), 6)) {
            dashboard.awaitText(".rows .row[data-id=b] .c-open", "2");
            dashboard.select("b");
            dashboard.at(".selection-bar [data-action=drain]").click();
            dashboard.awaitText("dialog[open]", "2 open sessions run on until they end");
            dashboard.awaitText("dialog[open]", "Service default keeps 2 of 3 serving backends");
            dashboard.at("dialog[open] .primary").click();
            dashboard.giveToken("a-wrong-one");
            dashboard.awaitText("dialog[open] .form-error", "That token was refused");
            assertThat(cluster.read("backends/b").getString("state")).isEqualTo("ready");
            dashboard.giveToken(WatchedCluster.TOKEN);

            dashboard.awaitText(".rows .row[data-id=b] .c-state", "Draining");
            dashboard.awaitText(".toast", "Drain: b");
            dashboard.at(".flow-picture [data-backend=b][data-state=draining]").waitFor();
            dashboard.awaitText(".event.e-draining", "is draining");
            assertThat(cluster.read("backends/b").getString("state")).isEqualTo("draining");
            long drained = System.nanoTime();
            try (ConnectionLoad load = Loads.start(cluster.balancer(), RATE)) {
                Loads.await(load, RATE);
                LoadResult result = load.stop().begunFrom(drained);
                assertThat(result.failed()).isEmpty();
                assertThat(result.byBackend()).containsOnlyKeys("a", "c");
            }
            held.assertAlive(1);
            dashboard.awaitText(".rows .row[data-id=b] .c-open", "2");
            held.end();
            dashboard.awaitText(".rows .row[data-id=b] .c-open", "0");
            dashboard.forgive("status of 401");
            dashboard.assertNoComplaints();
        }
    }

    @Test
    void a_killed_backend_is_down_on_the_page_within_two_seconds() {
        List<String> victims = List.of("a", "b", "c");
        cluster = new WatchedCluster(true, "a", "b", "c", "d", "e", "f");
        try (DashboardPage dashboard = chromium.open(cluster.url()).awaitLive();
                ConnectionLoad load = Loads.start(cluster.balancer(), RATE)) {
            Loads.await(load, RATE);
            for (String victim : victims) {
                dashboard.row(victim).waitFor();
                dashboard.page().evaluate(WATCH, victim);
                long killed = System.currentTimeMillis();
                cluster.backend(victim).process().send(Signal.KILL);
                dashboard.awaitTrue("() => window.seenDown !== null");
                long millis = ((Number) dashboard.page().evaluate("() => window.seenDown")).longValue() - killed;
                Figures.print("dashboard: a killed backend is down on the page after %d ms", millis);
                assertThat(millis).as("seen within 2 s").isLessThan(2_000);
                dashboard.awaitText(".event.e-down .subject >> nth=0", victim);
                dashboard
                        .at(".flow-picture [data-backend=" + victim + "][data-state=down]")
                        .waitFor();
            }
            dashboard.awaitText("#health", "3 of 6 backends serve · 3 down");
            dashboard.assertNoComplaints();
        }
    }

    @Test
    void a_tag_that_is_markup_is_text() {
        cluster = new WatchedCluster(true);
        cluster.add(new JsonObject()
                .put("id", "hostile")
                .put("tags", new JsonObject().put("note", StandInFigures.HOSTILE)));
        try (DashboardPage dashboard = chromium.open(cluster.url()).awaitLive()) {
            dashboard.awaitText(".rows .row[data-id=hostile] .c-id", "note=" + StandInFigures.HOSTILE);
            dashboard.row("hostile").locator(".c-id").click();
            dashboard.awaitText("dialog[open] .tags", StandInFigures.HOSTILE);
            dashboard.awaitText("dialog[open]", "Ordered by");
            assertThat(dashboard.at("img").count()).isZero();
            dashboard.assertNoComplaints();
        }
    }

    @Test
    void it_comes_back_by_itself_when_the_balancer_does_and_so_do_its_orders() {
        cluster = new WatchedCluster(true, "a", "b");
        try (DashboardPage dashboard = chromium.open(cluster.url()).awaitLive()) {
            dashboard.select("b");
            dashboard.order("maintenance");
            dashboard.giveToken(WatchedCluster.TOKEN);
            dashboard.awaitText(".rows .row[data-id=b] .c-state", "Maintenance");
            cluster.restartBalancer(() -> {
                dashboard.awaitText("#connection", "Disconnected");
                dashboard.awaitText("#banner", "The balancer does not answer");
                dashboard.awaitTitle("^Disconnected");
            });
            dashboard.awaitLive();
            dashboard.awaitText(".rows .row[data-id=a] .c-state", "Serving");
            dashboard.awaitText(".rows .row[data-id=b] .c-state", "Maintenance");
            dashboard.select("b");
            dashboard.order("enable");
            dashboard.awaitText(".rows .row[data-id=b] .c-state", "Serving");
            assertThat(dashboard.at("dialog[open]").count())
                    .as("the token is still known")
                    .isZero();
            dashboard.forgive("status of 401|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET");
            dashboard.assertNoComplaints();
        }
    }

    /** Kept in docs/images with -Dscreenshots=true. */
    @Test
    void pictures_for_the_readme(@TempDir Path folder) throws Exception {
        cluster = DashboardPictures.cluster();
        List<ConnectionLoad> loads = new ArrayList<>();
        try (Held shop = Held.open(cluster.balancer().address(), 10);
                Held mail = Held.open(DashboardPictures.mail(cluster), 6);
                DashboardPage dashboard = chromium.open(cluster.url()).awaitLive()) {
            loads.addAll(DashboardPictures.traffic(cluster));
            dashboard.awaitText("#health", "All 7 backends serve");
            DashboardPictures.take(dashboard, "dashboard", folder);
            dashboard.select("mail-2");
            dashboard.order("drain");
            dashboard.giveToken(WatchedCluster.TOKEN);
            dashboard.awaitText(".rows .row[data-id=mail-2]", "Draining");
            dashboard.at(".toast button").click();
            cluster.backend("shop-2").process().send(Signal.KILL);
            dashboard.awaitText("#health", "5 of 7 backends serve · 1 down · 1 draining");
            dashboard.awaitText(".rows .row[data-id=shop-2] .c-state", "Down");
            dashboard.awaitTrue("() => document.querySelectorAll('.toast').length === 0");
            DashboardPictures.take(dashboard, "dashboard-failure", folder);
            mail.assertAlive(1);
            assertThat(shop.count()).isEqualTo(10);
            dashboard.forgive("status of 401");
            dashboard.assertNoComplaints();
        } finally {
            loads.forEach(ConnectionLoad::close);
        }
        try (Stream<Path> pictures = Files.list(DashboardPictures.folder(folder))) {
            assertThat(pictures).hasSize(4).allMatch(picture -> picture.toFile().length() < 400 * 1024);
        }
    }
}
