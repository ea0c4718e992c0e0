package io.equipoise.system;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no class does wherever it is, but for those that are named here. */
class ArchitectureRulesTest {
    private static final String BALANCER = "io.equipoise.balancer";
    private static final String POOL = BALANCER + ".pool..";
    private static final String LOG = "org.slf4j..";

    @Test
    void hazelcast_is_named_where_a_member_without_data_leaves_alone() {
        noClasses()
                .that(not(named("io.equipoise.cluster.lite.LiteHazelcast")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.hazelcast..")
                .check(Product.CLASSES);
    }

    @Test
    void netty_and_the_inside_of_vertx_are_known_where_bytes_and_sockets_are_handled_alone() {
        noClasses()
                .that(not(resideInAnyPackage(BALANCER + ".proxy..", "io.equipoise.cluster.transport.."))
                        .and(not(named(
                                "io.equipoise.backend.service.TcpChannel",
                                "io.equipoise.cluster.launch.ClusterMembers"))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "io.vertx.core.internal..", "io.vertx.core.impl..")
                .check(Product.CLASSES);
    }

    @Test
    void the_pool_and_selection_do_not_log() {
        noClasses()
                .that()
                .resideInAnyPackage(POOL, BALANCER + ".selection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LOG, "java.util.logging..")
                .check(Product.CLASSES);
    }

    @Test
    void the_balancers_atomics_live_in_the_pool_and_in_its_tallies() {
        noClasses()
                .that(resideInAPackage(BALANCER + "..")
                        .and(not(resideInAPackage(POOL)))
                        .and(not(named(BALANCER + ".metrics.Tallies"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.util.concurrent.atomic..", "java.util.concurrent.locks..")
                        .or(equivalentTo(VarHandle.class)))
                .check(Product.CLASSES);
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
                .check(Product.CLASSES);
    }

    @Test
    void nothing_prints_or_ends_the_process_but_what_a_user_starts() {
        noClasses()
                .that(not(resideInAnyPackage("io.equipoise.cluster.launch..", "io.equipoise.client.."))
                        .and(not(nameMatching(".*\\.Main"))))
                .should(ACCESS_STANDARD_STREAMS)
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(Product.CLASSES);
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
}
