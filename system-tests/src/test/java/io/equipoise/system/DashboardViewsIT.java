package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How the dashboard looks and behaves, on figures of a stand-in: a thousand backends, for which a thousand processes would
 * cost the machine that draws them. Where its figures come from is seen in {@link DashboardIT}.
 */
@Tag("peers")
@Tag("patient")
class DashboardViewsIT {
    private static final int MANY = 1_000;

    private static final String LINE_BEGINS_AT_THE_LEFT = """
            () => {
              const canvas = document.querySelector('.tile-rate canvas');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width / 20, canvas.height);
              return data.some((byte) => byte > 0);
            }
            """;
    private static final Map<String, String> SAID = Map.of(
            "down", "said by the event",
            "up", "Serving",
            "draining", "Draining",
            "maintenance", "Maintenance",
            "ready", "Serving");

    private static Chromium chromium;
    private static StandInApi api;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        api = new StandInApi(MANY);
    }

    @AfterAll
    static void end() {
        api.close();
        chromium.close();
    }

    @Test
    void what_a_backend_says_of_itself_is_text_wherever_it_is_shown() {
        try (DashboardPage dashboard = chromium.open(api.url()).awaitLive()) {
            dashboard.awaitText("#activity-pane", StandInFigures.HOSTILE);
            dashboard.row("backend-3").locator(".c-id").click();
            dashboard.awaitText("dialog[open] .tags", StandInFigures.HOSTILE);
            assertThat(dashboard.at("img").count()).isZero();
            dashboard.assertNoComplaints();
        }
    }

    @Test
    void the_table_is_filtered_walked_selected_and_opened_with_keys_alone() {
        try (DashboardPage dashboard = chromium.open(api.url()).awaitLive()) {
            dashboard.page().keyboard().press("/");
            dashboard.page().keyboard().type("backend-99");
            dashboard.awaitText(".shown", "11 of 1,000");
            dashboard.at(".grid").focus();
            dashboard.page().keyboard().press("End");
            dashboard.page().keyboard().press("Space");
            dashboard.page().keyboard().press("Shift+ArrowUp");
            dashboard.awaitText(".selection-count", "2 backends");
            dashboard.page().keyboard().press("Enter");
            dashboard.at("dialog[open]").waitFor();
            dashboard.page().keyboard().press("Escape");
            dashboard.page().keyboard().press("Escape");
            dashboard.awaitTrue("() => document.querySelector('#filter').value === ''");
            assertThat(dashboard.at(".grid").getAttribute("aria-rowcount")).isEqualTo("1001");
            dashboard.assertNoComplaints();
        }
    }

    @Test
    void a_phone_shows_it_all_without_scrolling_sideways() {
        try (DashboardPage dashboard = chromium.open(api.url(), Chromium.desk().setViewportSize(360, 740))
                .awaitLive()) {
            dashboard.row("backend-3").waitFor();
            assertThat(dashboard.page().evaluate("() => document.documentElement.scrollWidth"))
                    .isEqualTo(360);
            dashboard.row("backend-3").locator(".c-id").click();
            dashboard.awaitText("dialog[open]", "First byte");
            assertThat(
                            dashboard
                                    .page()
                                    .evaluate(
                                            "() => { const d = document.querySelector('dialog'); return d.scrollWidth <= 360; }"))
                    .isEqualTo(true);
            dashboard.assertNoComplaints();
        }
    }

    @Test
    void figures_that_stop_coming_are_called_stale_with_their_age() {
        try (DashboardPage dashboard = chromium.open(api.url()).awaitLive()) {
            api.silence(true);
            dashboard.awaitText("#connection", Pattern.compile("Stale · \\d+ s old"));
            dashboard.awaitTitle("^Stale");
            api.silence(false);
            dashboard.awaitLive();
            dashboard.assertNoComplaints();
        } finally {
            api.silence(false);
        }
    }

    @Test
    void a_state_that_changes_is_in_the_row_the_picture_and_the_title() {
        try (DashboardPage dashboard = chromium.open(api.url()).awaitLive()) {
            api.figures()
                    .change(
                            "backend-0",
                            new JsonObject()
                                    .put("health", "down")
                                    .put("eligible", false)
                                    .put("rate", 100));
            dashboard.awaitText(".rows .row[data-id=backend-0]", "Down");
            dashboard.awaitText(".flow-picture [data-backend=backend-0][data-state=down]", "backend-0");
            dashboard.awaitTitle("^21 down · Equipoise$");
            dashboard.assertNoComplaints();
        } finally {
            api.figures().change("backend-0", new JsonObject());
        }
    }

    @Test
    void what_happens_to_a_backend_is_in_its_row_before_the_next_figures_which_then_count() {
        try (DashboardPage dashboard = chromium.open(api.url()).awaitLive()) {
            dashboard.at("#filter").fill("backend-99");
            api.silence(true);
            for (String kind : List.of("down", "up", "draining", "maintenance", "ready")) {
                api.happened(kind, "backend-99");
                dashboard.awaitText(".rows .row[data-id=backend-99]", SAID.get(kind));
            }
            api.happened("down", "backend-991");
            dashboard.awaitText("#health", "21 down");
            dashboard.awaitText("#services", "959 of 1,000");
            api.happened("left", "backend-992");
            dashboard.awaitText(".shown", "10 of 999");
            api.silence(false);
            dashboard.awaitText(".shown", "11 of 1,000");
            dashboard.awaitText(".rows .row[data-id=backend-991]", "Serving");
            dashboard.assertNoComplaints();
        } finally {
            api.silence(false);
        }
    }

    @Test
    void a_row_that_is_not_shown_belongs_to_no_backend() {
        try (DashboardPage dashboard = chromium.open(api.url()).awaitLive()) {
            dashboard.row("backend-3").waitFor();
            dashboard.at("#filter").fill("backend-99");
            dashboard.awaitText(".shown", "11 of 1,000");
            assertThat(dashboard.at(".rows .row").count()).isGreaterThan(11);
            dashboard.awaitTrue("() => document.querySelectorAll('.rows .row[data-id]').length === 11");
            dashboard.assertNoComplaints();
        }
    }

    @Test
    void a_list_that_cannot_be_read_says_why_and_is_read_again() {
        try (DashboardPage dashboard = chromium.open(api.url()).awaitLive()) {
            api.unreadable(true);
            dashboard.at("#tab-sessions").click();
            dashboard.awaitText(".unread", "The sessions cannot be read: out of order");
            assertThat(dashboard.at("#activity-pane").textContent()).doesNotContain("Reading");
            dashboard.assertAccessible("unread", "#activity", List.of());
            dashboard
                    .page()
                    .waitForRequest(
                            "**/sessions?*",
                            () -> dashboard.at(".unread button").click());
            api.unreadable(false);
            dashboard.awaitText("#activity-pane", "127.0.0.1:40000");
            assertThat(dashboard.at(".unread").isVisible()).isFalse();
            dashboard.forgive("status of 500");
            dashboard.assertNoComplaints();
        } finally {
            api.unreadable(false);
        }
    }

    @Test
    void the_line_of_a_balancer_that_is_a_minute_old_fills_the_width() {
        try (DashboardPage dashboard = chromium.open(api.url()).awaitLive()) {
            dashboard.awaitText("#tile-rate", "1,500");
            dashboard.awaitTrue(LINE_BEGINS_AT_THE_LEFT);
            dashboard.assertNoComplaints();
        }
    }

    @Test
    void sessions_on_backends_that_left_are_told_of_as_no_row_counts_them() {
        try (DashboardPage dashboard = chromium.open(api.url()).awaitLive()) {
            dashboard.awaitText(".tile-open .tile-note", "none waits for room");
            api.figures().depart(8);
            dashboard.awaitText(".tile-open .tile-note", "8 on backends that left");
            dashboard.assertNoComplaints();
        } finally {
            api.figures().depart(0);
        }
    }

    @Test
    void what_the_policy_forbids_would_be_noticed() {
        try (DashboardPage dashboard = chromium.open(api.url()).awaitLive()) {
            dashboard.assertNoComplaints();
            dashboard
                    .page()
                    .evaluate("() => document.body.insertAdjacentHTML('beforeend', '<i style=\"color:red\">x</i>')");
            assertThat(dashboard.complaints()).anyMatch(said -> said.contains("refused by the policy: style-src"));
        }
    }

    @Test
    void a_share_bar_marks_the_fair_share_where_there_is_one() {
        try (DashboardPage dashboard = chromium.open(api.url()).awaitLive()) {
            assertThat(dashboard.row("backend-3").locator(".fair").isVisible()).isTrue();
            api.figures().change("backend-3", new JsonObject().put("fairShare", 0));
            dashboard.awaitText(".rows .row[data-id=backend-3] .share-words", Pattern.compile("^0\\.1 %$"));
            assertThat(dashboard.row("backend-3").locator(".fair").getAttribute("visibility"))
                    .isEqualTo("hidden");
            dashboard.assertNoComplaints();
        } finally {
            api.figures().change("backend-3", new JsonObject());
        }
    }
}
