package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.balancer.proxy.CloseReason;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Grafana's dashboard is one that Grafana finds, and asks for nothing that no balancer tells. */
class GrafanaDashboardTest {
    private static final Dashboard DASHBOARD = Dashboard.ours();
    private static final JsonObject DATASOURCE =
            new JsonObject().put("type", "prometheus").put("uid", "${datasource}");
    private static final int COLUMNS = 24;

    @Test
    void the_sidecar_of_grafana_finds_it_by_its_label() {
        assertThat(DASHBOARD.map().getMetadata().getLabels())
                .containsEntry("grafana_dashboard", "1")
                .containsEntry("app.kubernetes.io/part-of", "equipoise");
        assertThat(DASHBOARD.map().getData()).hasSize(1);
        assertThat(DASHBOARD.json().getString("uid")).isEqualTo("equipoise");
    }

    @Test
    void every_panel_and_every_query_asks_the_prometheus_that_is_chosen() {
        List<JsonObject> variables =
                Dashboard.objects(DASHBOARD.json().getJsonObject("templating").getJsonArray("list"));
        assertThat(variables).extracting(each -> each.getString("name")).containsExactly("datasource", "service");
        assertThat(variables.get(1).getJsonObject("datasource")).isEqualTo(DATASOURCE);
        for (JsonObject panel : DASHBOARD.panels()) {
            assertThat(panel.getJsonObject("datasource")).isEqualTo(DATASOURCE);
            List<JsonObject> targets = Dashboard.objects(panel.getJsonArray("targets"));
            assertThat(targets)
                    .isNotEmpty()
                    .allSatisfy(target ->
                            assertThat(target.getJsonObject("datasource")).isEqualTo(DATASOURCE));
            assertThat(targets).extracting(target -> target.getString("refId")).doesNotHaveDuplicates();
        }
    }

    @Test
    void panels_have_names_of_their_own_and_lie_beside_each_other() {
        assertThat(DASHBOARD.panels())
                .extracting(panel -> panel.getInteger("id"))
                .doesNotHaveDuplicates();
        assertThat(DASHBOARD.panels())
                .extracting(panel -> panel.getString("title"))
                .doesNotHaveDuplicates();
        Set<String> taken = new HashSet<>();
        for (JsonObject panel : DASHBOARD.panels()) {
            JsonObject place = panel.getJsonObject("gridPos");
            assertThat(place.getInteger("x") + place.getInteger("w")).isLessThanOrEqualTo(COLUMNS);
            for (int x = 0; x < place.getInteger("w"); x++) {
                for (int y = 0; y < place.getInteger("h"); y++) {
                    String cell = (place.getInteger("x") + x) + "/" + (place.getInteger("y") + y);
                    assertThat(taken.add(cell)).as(cell).isTrue();
                }
            }
        }
    }

    @Test
    void every_metric_that_it_names_is_one_that_a_balancer_tells() {
        Set<String> told = found("(?m)^([a-z_]+)[{ ]", SampleMetrics.text("any"));
        String asked = DASHBOARD.json().getJsonObject("templating").encode()
                + DASHBOARD.queries().stream().map(Dashboard.Query::expression).collect(Collectors.joining("\n"));
        assertThat(found("\\b((?:equipoise|jvm|process|system)_[a-z_]+)", asked))
                .hasSizeGreaterThan(15)
                .isSubsetOf(told);
    }

    @Test
    void the_reasons_that_it_counts_as_failures_are_those_that_are() {
        Set<String> reasons = found(
                "reason=~\"([a-z_|]+)\"",
                DASHBOARD.queries().stream().map(Dashboard.Query::expression).collect(Collectors.joining("\n")));
        assertThat(reasons).hasSize(1);
        assertThat(reasons.iterator().next().split("\\|"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(CloseReason.values())
                        .filter(CloseReason::isFailure)
                        .map(CloseReason::label)
                        .toList());
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
