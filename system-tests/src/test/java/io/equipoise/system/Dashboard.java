package io.equipoise.system;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Grafana's dashboard as it stands in its ConfigMap.
 *
 * @param map the ConfigMap
 * @param json the only dashboard in it
 */
record Dashboard(ConfigMap map, JsonObject json) {
    private static final String KEY = "equipoise.json";

    /** One query of a panel, with what Grafana puts in for its variables: all services, and a rate over five minutes. */
    record Query(String panel, String refId, String expression) {}

    static Dashboard ours() {
        ConfigMap map = (ConfigMap) ManifestReader.typed(ManifestReader.documents(
                        Manifests.text(Manifests.FOLDER.resolve("optional").resolve("grafana-dashboard.yaml")))
                .get(0));
        return new Dashboard(map, new JsonObject(map.getData().get(KEY)));
    }

    List<JsonObject> panels() {
        return objects(json.getJsonArray("panels"));
    }

    List<Query> queries() {
        return panels().stream()
                .flatMap(panel -> objects(panel.getJsonArray("targets")).stream()
                        .map(target -> new Query(
                                panel.getString("title"),
                                target.getString("refId"),
                                target.getString("expr")
                                        .replace("$__rate_interval", "5m")
                                        .replace("$service", ".*"))))
                .toList();
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
