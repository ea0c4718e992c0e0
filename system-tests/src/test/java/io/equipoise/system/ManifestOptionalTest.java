package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is applied only when somebody asks for it fits the rest. */
class ManifestOptionalTest {
    private static final Manifests MANIFESTS = Manifests.OURS;
    private static final Workload BALANCER = MANIFESTS.workload("balancer");
    private static final Service ADMIN = MANIFESTS.one(Service.class, "admin");

    @Test
    void the_public_service_leads_to_the_balancers_data_port_and_keeps_the_address_of_clients() {
        List<JsonNode> documents = documents("public.yaml");
        assertThat(documents).hasSize(1);
        Service service = (Service) ManifestReader.typed(documents.get(0));
        assertThat(MANIFESTS.selected(service.getSpec().getSelector())).containsExactly(BALANCER);
        assertThat(service.getSpec().getType()).isEqualTo("LoadBalancer");
        assertThat(service.getSpec().getExternalTrafficPolicy()).isEqualTo("Local");
        assertThat(service.getSpec().getPorts())
                .hasSize(1)
                .allSatisfy(port -> assertThat(BALANCER.ports())
                        .containsEntry(port.getTargetPort().getStrVal(), port.getPort()));
        assertThat(MANIFESTS.all().stream().map(HasMetadata::getMetadata).map(each -> each.getName()))
                .doesNotContain(service.getMetadata().getName());
    }

    @Test
    void the_service_monitor_finds_the_admin_service_and_shows_it_the_token() {
        JsonNode monitor = documents("service-monitor.yaml").get(0);
        assertThat(ManifestReader.kind(monitor)).isEqualTo("monitoring.coreos.com/v1 ServiceMonitor");
        JsonNode endpoint = monitor.at("/spec/endpoints/0");
        assertThat(ADMIN.getMetadata().getLabels())
                .containsAllEntriesOf(texts(monitor.at("/spec/selector/matchLabels")));
        assertThat(endpoint.get("port").asString())
                .isEqualTo(ADMIN.getSpec().getPorts().get(0).getName());
        assertThat(endpoint.get("path").asString()).isEqualTo("/metrics");
        assertThat(endpoint.get("honorLabels").asBoolean())
                .as("the label service is what the balancers say")
                .isTrue();
        assertThat(texts(endpoint.at("/authorization/credentials")))
                .isEqualTo(Map.of("name", "equipoise", "key", "admin-token"));
    }

    @Test
    void prometheus_alone_is_let_in_with_it_and_to_the_admin_port_alone() {
        JsonNode document = documents("service-monitor.yaml").get(1);
        NetworkPolicy policy = (NetworkPolicy) ManifestReader.typed(document);
        NetworkRules rules = new NetworkRules("equipoise", List.of(policy));
        NetworkRules.Pod balancer = new NetworkRules.Pod("balancer", "equipoise", BALANCER.labels());
        Map<String, String> prometheus = Map.of("app.kubernetes.io/name", "prometheus");
        NetworkRules.Pod scraper = new NetworkRules.Pod("prometheus", "monitoring", prometheus);
        assertThat(rules.allow(scraper, balancer, "TCP", BALANCER.ports().get("admin")))
                .isTrue();
        assertThat(rules.allow(scraper, balancer, "TCP", BALANCER.ports().get("event-bus")))
                .isFalse();
        NetworkRules.Pod elsewhere = new NetworkRules.Pod("prometheus", "elsewhere", prometheus);
        assertThat(rules.allow(elsewhere, balancer, "TCP", BALANCER.ports().get("admin")))
                .isFalse();
    }

    private static List<JsonNode> documents(String file) {
        return ManifestReader.documents(
                Manifests.text(Manifests.FOLDER.resolve("optional").resolve(file)));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.forEachEntry((name, value) -> texts.put(name, value.asString()));
        return texts;
    }
}
