package io.equipoise.system;

import com.microsoft.playwright.Locator;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The readable page of the API in a real browser, which refuses what the page's policy does not allow and tells of it. */
@Tag("peers")
@Tag("patient")
class ApiPageIT {
    @Test
    void every_operation_is_shown_and_can_be_tried_and_the_policy_of_the_page_allows_all_that_takes() {
        try (WatchedCluster cluster = new WatchedCluster(false);
                Chromium chromium = new Chromium();
                DashboardPage page = chromium.open(cluster.url() + "api/")) {
            long operations = cluster.read("openapi.json").getJsonObject("paths").stream()
                    .mapToLong(path -> ((JsonObject) path.getValue()).size())
                    .sum();
            page.awaitTrue("() => document.querySelectorAll('.opblock').length === " + operations);
            for (Locator operation : page.at(".opblock-summary-control").all()) {
                operation.click();
            }
            page.awaitTrue("() => document.querySelectorAll('.opblock .responses-table').length >= " + operations);
            page.page()
                    .evaluate(
                            "() => document.querySelectorAll('.json-schema-2020-12-accordion').forEach((b) => b.click())");
            page.at(".authorize").first().click();
            page.at(".auth-container input").fill(WatchedCluster.TOKEN);
            page.at(".auth-container .authorize").click();
            page.at(".btn-done").click();
            Locator services = page.at("#operations-pool-listServices");
            services.locator(".try-out__btn").click();
            services.locator(".execute").click();
            page.awaitText("#operations-pool-listServices .live-responses-table tbody .response-col_status", "200");
            page.awaitText("#operations-pool-listServices .live-responses-table", "\"items\"");
            page.assertNoComplaints();
        }
    }
}
