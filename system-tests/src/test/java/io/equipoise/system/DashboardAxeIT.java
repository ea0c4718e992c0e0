package io.equipoise.system;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What keeps some from using the dashboard, by the rules of axe-core, on figures of a stand-in. */
@Tag("peers")
@Tag("patient")
class DashboardAxeIT {
    private static final int FEW = 9;

    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
    }

    @AfterAll
    static void end() {
        chromium.close();
    }

    @Test
    void axe_finds_nothing_in_the_page_nor_in_any_dialog() {
        assertAccessible(ColorScheme.LIGHT, List.of());
    }

    /** All but the colours is the same as in light ones. */
    @Test
    void axe_finds_enough_contrast_in_dark_colours() {
        assertAccessible(ColorScheme.DARK, List.of("color-contrast"));
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void axe_finds_nothing_in_figures_that_are_old(ColorScheme colours) {
        StandInApi few = new StandInApi(FEW);
        try (DashboardPage dashboard = chromium.open(few.url(), Chromium.desk().setColorScheme(colours))
                .awaitLive()) {
            few.silence(true);
            dashboard.awaitText("#connection", "Stale");
            dashboard.assertAccessible("stale", "html", List.of());
            few.close();
            dashboard.awaitText("#connection", "Disconnected");
            dashboard.assertAccessible("lost", "html", List.of());
        } finally {
            few.close();
        }
    }

    private static void assertAccessible(ColorScheme colours, List<String> rules) {
        try (StandInApi few = new StandInApi(FEW);
                DashboardPage dashboard = chromium.open(
                                few.url(), Chromium.desk().setColorScheme(colours))
                        .awaitLive()) {
            dashboard.assertAccessible("page", "html", rules);
            dashboard.select("backend-3", "backend-5");
            for (String action : List.of("drain", "weight")) {
                dashboard.at(".selection-bar [data-action=" + action + "]").click();
                assertAccessibleDialog(dashboard, action, rules);
            }
            dashboard.at(".policy").click();
            assertAccessibleDialog(dashboard, "policy", rules);
            dashboard.row("backend-3").locator(".c-id").click();
            dashboard.awaitText("dialog[open]", "Orders");
            assertAccessibleDialog(dashboard, "backend", rules);
            for (String tab : List.of("decisions", "sessions")) {
                dashboard.at("#tab-" + tab).click();
                dashboard.at(".feed .entry").click();
                dashboard.awaitText("dialog[open]", "Candidates");
                assertAccessibleDialog(dashboard, tab, rules);
            }
            dashboard.page().keyboard().press("?");
            assertAccessibleDialog(dashboard, "keys", rules);
            dashboard.assertNoComplaints();
        }
    }

    private static void assertAccessibleDialog(DashboardPage dashboard, String name, List<String> rules) {
        dashboard.assertAccessibleDialog(name, rules);
        dashboard.page().keyboard().press("Escape");
        PlaywrightAssertions.assertThat(dashboard.at("dialog[open]")).hasCount(0);
    }
}
