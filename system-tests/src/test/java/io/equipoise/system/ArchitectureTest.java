package io.equipoise.system;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may import whom: a test for each row of the table, and for each rule below it. */
class ArchitectureTest {
    private static final String[] JDK = {"java..", "javax.crypto..", "org.jspecify.annotations.."};
    private static final String BALANCER = "io.equipoise.balancer";
    private static final String POOL = BALANCER + ".pool..";
    private static final String CONTROL = BALANCER + ".control..";
    private static final String REGISTRY = "io.equipoise.cluster.registry..";
    private static final String LOG = "org.slf4j..";

    /** The shaded copies of a class count as no second class. */
    private static final ImportOption NO_FAT_JARS = location -> !location.contains("-fat.jar");

    private static final ImportOption OURS_ALONE = ArchitectureTest::isProduct;

    private static final JavaClasses PRODUCT =
            new ClassFileImporter(List.of(NO_FAT_JARS, OURS_ALONE)).importPackages("io.equipoise");

    @Test
    void the_registry_knows_json_shared_data_and_the_event_bus_alone() {
        only(REGISTRY, "io.vertx.core..", LOG).check(PRODUCT);
    }

    @Test
    void the_pool_knows_the_jdk_alone() {
        only(POOL).check(PRODUCT);
    }

    @Test
    void selection_knows_the_pool_alone() {
        only(BALANCER + ".selection..", POOL).check(PRODUCT);
    }

    @Test
    void discovery_knows_the_pool_the_registry_and_vertx_alone() {
        only(BALANCER + ".discovery..", POOL, CONTROL, REGISTRY, "io.vertx.core..", LOG)
                .check(PRODUCT);
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
                .check(PRODUCT);
    }

    @Test
    void health_knows_the_pool_the_registry_and_vertx_alone() {
        only(BALANCER + ".health..", POOL, CONTROL, REGISTRY, "io.vertx.core..", LOG)
                .check(PRODUCT);
    }

    @Test
    void the_control_loop_knows_the_pool_and_vertx_alone() {
        only(CONTROL, POOL, "io.vertx.core..", LOG).check(PRODUCT);
    }

    @Test
    void the_data_path_knows_pool_selection_configuration_vertx_and_netty_alone() {
        only(
                        BALANCER + ".proxy..",
                        POOL,
                        BALANCER + ".selection..",
                        BALANCER + ".config..",
                        "io.vertx.core..",
                        "io.netty..",
                        LOG)
                .check(PRODUCT);
    }

    @Test
    void latencies_know_their_histogram_alone() {
        only(BALANCER + ".latency..", "org.HdrHistogram..").check(PRODUCT);
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
                        "io.micrometer..")
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAPackage(BALANCER + ".metrics..")
                .should()
                .dependOnClassesThat(resideInAPackage(BALANCER + ".proxy..")
                        .and(not(nameMatching(".*\\.proxy\\.(Decision|DecisionSampler|SessionId)(\\$.*)?")))
                        .and(not(name(BALANCER + ".proxy.SessionListener")))
                        .and(not(name(BALANCER + ".proxy.SessionReport")))
                        .and(not(name(BALANCER + ".proxy.CloseReason"))))
                .check(PRODUCT);
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
                .check(PRODUCT);
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
                .check(PRODUCT);
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
                .check(PRODUCT);
    }

    @Test
    void the_command_line_knows_picocli_json_and_how_configurations_are_typed_alone() {
        only(
                        BALANCER + ".ctl..",
                        "io.equipoise.cluster.launch..",
                        "picocli..",
                        "com.fasterxml.jackson.core..",
                        "javax.net.ssl..")
                .check(PRODUCT);
    }

    @Test
    void nothing_imports_what_puts_the_balancer_together() {
        classes()
                .that()
                .resideInAPackage(BALANCER)
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAPackage(BALANCER)
                .check(PRODUCT);
    }

    @Test
    void modules_meet_in_the_cluster_module_alone() {
        slices().matching("io.equipoise.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(resideInAPackage("io.equipoise.."), resideInAPackage("io.equipoise.cluster.."))
                .check(PRODUCT);
    }

    @Test
    void no_package_depends_on_itself_through_another() {
        slices().matching("io.equipoise.(**)").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void hazelcast_is_named_nowhere() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.hazelcast..")
                .check(PRODUCT);
    }

    @Test
    void netty_and_the_inside_of_vertx_are_known_where_bytes_and_sockets_are_handled_alone() {
        noClasses()
                .that(not(resideInAnyPackage(BALANCER + ".proxy..", "io.equipoise.cluster.transport.."))
                        .and(not(named("io.equipoise.backend.service.TcpChannel"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.vertx.core.internal..", "io.vertx.core.impl..")
                .check(PRODUCT);
    }

    @Test
    void the_pool_and_selection_do_not_log() {
        noClasses()
                .that()
                .resideInAnyPackage(POOL, BALANCER + ".selection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LOG, "java.util.logging..")
                .check(PRODUCT);
    }

    @Test
    void the_balancers_atomics_live_in_the_pool() {
        noClasses()
                .that(resideInAPackage(BALANCER + "..").and(not(resideInAPackage(POOL))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent.atomic..", "java.util.concurrent.locks..")
                .check(PRODUCT);
    }

    @Test
    void the_real_clock_and_the_real_dice_are_named_where_things_are_put_together_alone() {
        noClasses()
                .that(not(named(
                        BALANCER + ".BalancerVerticle",
                        BALANCER + ".Main",
                        "io.equipoise.backend.Backend",
                        "io.equipoise.client.ClientVerticle",
                        "io.equipoise.client.Main")))
                .should()
                .accessTargetWhere(clockOrDice())
                .check(PRODUCT);
    }

    @Test
    void nothing_prints_or_ends_the_process_but_what_a_user_starts() {
        noClasses()
                .that(not(resideInAnyPackage("io.equipoise.cluster.launch..", "io.equipoise.client.."))
                        .and(not(nameMatching(".*\\.Main"))))
                .should(ACCESS_STANDARD_STREAMS)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(PRODUCT);
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

    private static DescribedPredicate<JavaAccess<?>> clockOrDice() {
        return DescribedPredicate.describe("the real clock or the real dice", access -> {
            AccessTarget to = access.getTarget();
            String call = to.getOwner().getName() + "." + to.getName();
            boolean unseeded = to instanceof AccessTarget.CodeUnitCallTarget unit
                    && unit.getRawParameterTypes().isEmpty();
            return switch (call) {
                case "java.lang.System.nanoTime",
                        "java.lang.System.currentTimeMillis",
                        "java.time.InstantSource.system",
                        "java.time.Clock.systemUTC",
                        "java.time.Clock.systemDefaultZone",
                        "java.lang.Math.random",
                        "java.util.UUID.randomUUID",
                        "java.util.concurrent.ThreadLocalRandom.current",
                        "java.util.random.RandomGenerator.getDefault",
                        "java.security.SecureRandom.<init>" -> true;
                case "java.time.Instant.now",
                        "java.time.LocalDateTime.now",
                        "java.util.Random.<init>",
                        "java.util.SplittableRandom.<init>" -> unseeded;
                default -> false;
            };
        });
    }

    /** One of those classes, or a class inside one. */
    private static DescribedPredicate<JavaClass> named(String... names) {
        return DescribedPredicate.describe(
                "one of " + List.of(names),
                each -> List.of(names).contains(each.getName().replaceFirst("\\$.*", "")));
    }

    private static boolean isProduct(Location location) {
        return !location.contains("/testkit") && !location.contains("test-classes");
    }
}
