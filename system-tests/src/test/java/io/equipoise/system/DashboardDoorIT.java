package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.RawConnection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may see and do what on the dashboard of a real balancer, and what is asked before something is done. */
@Tag("peers")
@Tag("patient")
class DashboardDoorIT {
    private static final String UNAUTHORIZED = "status of 401";

    private static Chromium chromium;
    private static WatchedCluster cluster;

    @BeforeAll
    static void start() {
        chromium = new Chromium();
        cluster = new WatchedCluster(false, "a", "b");
    }

    @AfterAll
    static void end() {
        cluster.close();
        chromium.close();
    }

    private static DashboardPage open() {
        DashboardPage dashboard = chromium.open(cluster.url());
        dashboard.giveToken(WatchedCluster.TOKEN);
        return dashboard.awaitLive();
    }

    @Test
    void the_token_is_asked_for_once_refused_when_wrong_and_kept_as_long_as_the_tab() {
        try (DashboardPage dashboard = chromium.open(cluster.url())) {
            dashboard.awaitText("dialog[open]", "This balancer wants a token");
            assertThat(dashboard.at("dialog[open]").count()).isOne();
            dashboard.assertAccessibleDialog("token");
            dashboard.giveToken("a-wrong-one");
            dashboard.awaitText("dialog[open] .form-error", "That token was refused");
            dashboard.assertAccessibleDialog("refused token");
            assertThat(dashboard.at("#connection").textContent()).doesNotContain("Live");
            assertThat(dashboard.at(".rows .row[data-id]").count()).isZero();
            dashboard.giveToken(WatchedCluster.TOKEN);
            dashboard.awaitLive();
            dashboard.page().reload();
            dashboard.awaitLive();
            dashboard.row("a").waitFor();
            assertThat(dashboard.at("dialog[open]").count()).isZero();
            assertThat(dashboard.page().evaluate("() => localStorage.length + document.cookie.length"))
                    .as("kept beyond the tab")
                    .isEqualTo(0);
            dashboard.forgive(UNAUTHORIZED);
            dashboard.assertNoComplaints();
        }
    }

    @Test
    void who_has_no_token_sees_nothing_and_can_come_back_to_it() {
        try (DashboardPage dashboard = chromium.open(cluster.url())) {
            dashboard.awaitText("dialog[open]", "This balancer wants a token");
            dashboard.page().keyboard().press("Escape");
            dashboard.awaitText("#connection", "Locked");
            dashboard.awaitText("#banner", "This balancer wants a token");
            assertThat(dashboard.at("dialog[open]").count()).isZero();
            dashboard.assertAccessible("locked page", "html", List.of());
            dashboard.at("#banner button").click();
            dashboard.giveToken(WatchedCluster.TOKEN);
            dashboard.awaitLive();
            dashboard.forgive(UNAUTHORIZED);
            dashboard.assertNoComplaints();
        }
    }

    @Test
    void a_session_is_ended_once_that_is_confirmed_and_no_other_is() throws Exception {
        try (DashboardPage dashboard = open();
                Held held = Held.open(cluster.balancer().address(), 3)) {
            RawConnection victim = held.get(1);
            dashboard.at("#tab-sessions").click();
            dashboard
                    .at("#activity-pane .entry:has-text(\"127.0.0.1:" + victim.localPort() + "\")")
                    .click();
            dashboard.at("dialog[open] .danger").click();
            dashboard.awaitText("dialog[open] >> nth=1", "End this session?");
            dashboard.assertAccessibleDialog("end session");
            dashboard.at("dialog[open] >> nth=1").locator(".quiet").click();
            held.assertAlive(1);

            dashboard.at("dialog[open] .danger").click();
            dashboard.at("dialog[open] >> nth=1").locator(".danger").click();
            dashboard.awaitText(".toast", "Session ended");
            assertThat(victim.awaitEnd()).isEqualTo(RawConnection.End.RESET);
            held.assertAlive(2);
            assertThat(cluster.read("sessions").getJsonArray("items")).hasSize(2);
            dashboard.awaitText("#tile-open", "2");
            dashboard.forgive(UNAUTHORIZED);
            dashboard.assertNoComplaints();
        }
    }

    @Test
    void axe_finds_nothing_in_the_page_of_a_real_balancer_nor_in_what_it_asks() {
        try (DashboardPage dashboard = open()) {
            dashboard.row("a").waitFor();
            dashboard.assertAccessible("page", "html", List.of());
            dashboard.select("a", "b");
            for (String action : List.of("drain", "maintenance", "enable", "weight")) {
                dashboard.at(".selection-bar [data-action=" + action + "]").click();
                dashboard.assertAccessibleDialog(action);
                dashboard.page().keyboard().press("Escape");
            }
            dashboard.at(".policy").click();
            dashboard.assertAccessibleDialog("policy");
            dashboard.page().keyboard().press("Escape");
            dashboard.row("a").locator(".c-id").click();
            dashboard.awaitText("dialog[open]", "Ordered by");
            dashboard.assertAccessibleDialog("backend");
            dashboard.forgive(UNAUTHORIZED);
            dashboard.assertNoComplaints();
        }
    }
}
