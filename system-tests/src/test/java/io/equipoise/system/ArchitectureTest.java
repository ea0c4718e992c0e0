package io.equipoise.system;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may import whom: a test for each row of the table. */
class ArchitectureTest {
    private static final String[] JDK = {"java..", "javax.crypto..", "org.jspecify.annotations.."};
    private static final String BALANCER = "io.equipoise.balancer";
    private static final String POOL = BALANCER + ".pool..";
    private static final String CONTROL = BALANCER + ".control..";
    private static final String REGISTRY = "io.equipoise.cluster.registry..";
    private static final String LOG = "org.slf4j..";

    @Test
    void the_registry_knows_json_shared_data_and_the_event_bus_alone() {
        only(REGISTRY, "io.vertx.core..", LOG).check(Product.CLASSES);
    }

    @Test
    void the_pool_knows_the_jdk_alone() {
        only(POOL).check(Product.CLASSES);
    }

    @Test
    void selection_knows_the_pool_alone() {
        only(BALANCER + ".selection..", POOL).check(Product.CLASSES);
    }

    @Test
    void discovery_knows_the_pool_the_registry_and_vertx_alone() {
        only(BALANCER + ".discovery..", POOL, CONTROL, REGISTRY, "io.vertx.core..", LOG)
                .check(Product.CLASSES);
    }

    @Test
    void orders_know_the_pool_its_policies_discovery_the_registry_and_vertx_alone() {
        only(
                        BALANCER + ".orders..",
                        POOL,
                        BALANCER + ".selection..",
                        CONTROL,
                        BALANCER + ".discovery..",
                        REGISTRY,
                        "io.vertx.core..",
                        LOG)
                .check(Product.CLASSES);
    }

    @Test
    void health_knows_the_pool_the_registry_and_vertx_alone() {
        only(BALANCER + ".health..", POOL, CONTROL, REGISTRY, "io.vertx.core..", LOG)
                .check(Product.CLASSES);
    }

    @Test
    void the_control_loop_knows_the_pool_and_vertx_alone() {
        only(CONTROL, POOL, "io.vertx.core..", LOG).check(Product.CLASSES);
    }

    @Test
    void the_data_path_knows_pool_selection_configuration_transport_vertx_and_netty_alone() {
        only(
                        BALANCER + ".proxy..",
                        POOL,
                        BALANCER + ".selection..",
                        BALANCER + ".config..",
                        "io.equipoise.cluster.transport..",
                        "io.vertx.core..",
                        "io.netty..",
                        LOG)
                .check(Product.CLASSES);
    }

    @Test
    void latencies_know_their_histogram_alone() {
        only(BALANCER + ".latency..", "org.HdrHistogram..").check(Product.CLASSES);
    }

    @Test
    void metrics_know_what_the_listeners_are_told_alone() {
        only(
                        BALANCER + ".metrics..",
                        POOL,
                        BALANCER + ".proxy..",
                        BALANCER + ".config..",
                        BALANCER + ".latency..",
                        LOG,
                        "io.micrometer..",
                        "io.prometheus.metrics.model..")
                .check(Product.CLASSES);
        noClasses()
                .that()
                .resideInAPackage(BALANCER + ".metrics..")
                .should()
                .dependOnClassesThat(resideInAPackage(BALANCER + ".proxy..")
                        .and(not(nameMatching(".*\\.proxy\\.(Decision|DecisionSampler|SessionId)(\\$.*)?")))
                        .and(not(name(BALANCER + ".proxy.SessionListener")))
                        .and(not(name(BALANCER + ".proxy.SessionReport")))
                        .and(not(name(BALANCER + ".proxy.CloseReason"))))
                .check(Product.CLASSES);
    }

    @Test
    void the_figures_of_the_cluster_know_what_was_counted_and_the_bus_alone() {
        only(
                        BALANCER + ".stats..",
                        BALANCER + ".metrics..",
                        BALANCER + ".latency..",
                        POOL,
                        CONTROL,
                        BALANCER + ".discovery..",
                        REGISTRY,
                        "io.vertx.core..",
                        LOG)
                .check(Product.CLASSES);
    }

    @Test
    void what_kubernetes_is_told_knows_the_figures_the_pool_and_vertx_alone() {
        only(
                        BALANCER + ".kubernetes..",
                        BALANCER + ".config..",
                        BALANCER + ".stats..",
                        BALANCER + ".metrics..",
                        POOL,
                        CONTROL,
                        "io.vertx.core..",
                        LOG)
                .check(Product.CLASSES);
        noClasses()
                .that()
                .resideInAPackage(BALANCER + ".kubernetes..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(BALANCER + ".metrics..").and(not(name(BALANCER + ".metrics.Counts"))))
                .check(Product.CLASSES);
    }

    @Test
    void admin_knows_configuration_metrics_pool_and_vertx_alone() {
        only(
                        BALANCER + ".admin..",
                        BALANCER + ".config..",
                        BALANCER + ".metrics..",
                        BALANCER + ".orders..",
                        BALANCER + ".selection..",
                        BALANCER + ".stats..",
                        BALANCER + ".latency..",
                        BALANCER + ".pool..",
                        BALANCER + ".proxy..",
                        "io.vertx.core..",
                        "io.vertx.ext..",
                        "io.vertx.json.schema..",
                        "io.vertx.openapi..",
                        "org.yaml.snakeyaml..",
                        LOG)
                .check(Product.CLASSES);
    }

    @Test
    void admin_knows_what_of_the_data_path_is_there_to_look_at_alone() {
        noClasses()
                .that()
                .resideInAPackage(BALANCER + ".admin..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(BALANCER + ".proxy..")
                                .and(
                                        not(
                                                nameMatching(
                                                        ".*\\.proxy\\.(RunningSessions|Session(Id|View|Report)|Decision|CloseReason)(\\$.*)?"))))
                .check(Product.CLASSES);
    }

    @Test
    void the_command_line_knows_picocli_json_and_how_configurations_are_typed_alone() {
        only(
                        BALANCER + ".ctl..",
                        "io.equipoise.cluster.launch..",
                        "picocli..",
                        "com.fasterxml.jackson.core..",
                        "javax.net.ssl..")
                .check(Product.CLASSES);
    }

    @Test
    void nothing_imports_what_puts_the_balancer_together() {
        classes()
                .that()
                .resideInAPackage(BALANCER)
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAPackage(BALANCER)
                .check(Product.CLASSES);
    }

    @Test
    void modules_meet_in_the_cluster_module_alone() {
        slices().matching("io.equipoise.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(resideInAPackage("io.equipoise.."), resideInAPackage("io.equipoise.cluster.."))
                .check(Product.CLASSES);
    }

    @Test
    void no_package_depends_on_itself_through_another() {
        slices().matching("io.equipoise.(**)").should().beFreeOfCycles().check(Product.CLASSES);
    }

    /** What is in that package depends on itself, the JDK and the others, and on nothing else. */
    private static ArchRule only(String room, String... others) {
        List<String> allowed = new ArrayList<>(List.of(JDK));
        allowed.add(room);
        allowed.addAll(List.of(others));
        return classes()
                .that()
                .resideInAPackage(room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new));
    }
}
