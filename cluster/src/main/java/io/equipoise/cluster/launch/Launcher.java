package io.equipoise.cluster.launch;

import io.equipoise.cluster.lite.LiteMember;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.launcher.application.ExitCodes;
import io.vertx.launcher.application.HookContext;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a fat jar from its command line, and ends its process in order: exit code 0 after a signal or what {@link
 * #exit} was told, 2 when the command line or the configuration cannot be, 11 when the cluster cannot be joined, 15 when
 * the verticle cannot start, 1 when closing fails or takes longer than its limit.
 */
public final class Launcher extends VertxApplication implements VertxApplicationHooks {
    private static final Duration CLOSE_AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Ending ENDING = new Ending();

    private final Logger log = LoggerFactory.getLogger(Launcher.class);
    private final Application application;
    private final Arguments arguments;
    private final JsonObject config;
    private final ClusterSettings cluster;
    private final TransportChoice transport;
    private @Nullable Throwable failure;

    private Launcher(
            Application application,
            Arguments arguments,
            JsonObject config,
            ClusterSettings cluster,
            TransportChoice transport) {
        super(arguments.cluster() ? new String[] {"-cluster"} : new String[0], null, false, false);
        this.application = application;
        this.arguments = arguments;
        this.config = config;
        this.cluster = cluster;
        this.transport = transport;
    }

    /**
     * Runs that application; returns once it is deployed. A start that fails ends the process, with one line on standard
     * error that says what is wrong and what to do.
     *
     * @param args what the user typed behind {@code java -jar X.jar}
     */
    public static void run(Application application, String... args) {
        // Netty would load the flight recorder to tell it of its buffers, which takes a tenth of a start.
        System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
        try {
            Arguments arguments = Arguments.parse(args);
            if (arguments.help()) {
                System.out.println(Usage.of(application));
                return;
            }
            prepare(application, arguments).start();
        } catch (InvalidConfig e) {
            fail(application, e, ExitCodes.USAGE);
        } catch (StartFailure e) {
            fail(application, e, ExitCodes.VERTX_DEPLOYMENT);
        }
    }

    /**
     * Ends the process in order with that exit code, as a signal would with 0; heard also after a signal, while it
     * closes. Returns at once; any thread.
     *
     * @param exitCode what the process leaves behind, unless closing fails
     */
    public static void exit(int exitCode) {
        ENDING.begin("exit", exitCode);
    }

    private static Launcher prepare(Application application, Arguments arguments) {
        System.getProperties().putAll(arguments.properties());
        LogSettings.check(System.getenv());
        JsonObject config =
                ConfigSource.of(application.schema(), System.getenv()).read(arguments.conf());
        Optional<String> secret = ConfigReader.of(config).section("cluster").text("secret");
        ClusterSettings cluster = ClusterSettings.of(arguments, secret, System.getProperties());
        ReachableHost.publish(
                ReachableHost.choose(arguments.clusterPublicHost(), cluster.host()), System.getProperties());
        if (application.instancesAreLoops()) {
            arguments.instances().ifPresent(loops -> config.put("loops", loops));
        }
        int instances = arguments.instances().orElse(1);
        application.check().accept(new Plan(config, arguments.cluster(), instances));
        TransportChoice transport = TransportChoice.of(System.getProperty(TransportChoice.PROPERTY));
        return new Launcher(application, arguments, config, cluster, transport);
    }

    private void start() {
        Signals.onTermination(signal -> ENDING.begin(signal, 0));
        if (arguments.cluster()) {
            cluster.publish(System.getProperties());
            HazelcastFile.membersName(System.getProperties()).ifPresent(name -> {
                MembersName.shortenCaches(System.getProperties());
                new MembersName(InetAddress::getAllByName).await(name, MembersName.PATIENCE);
            });
        }
        int exitCode = launch();
        if (exitCode != 0) {
            Throwable cause = failure == null ? new StartFailure("it took longer than two minutes") : failure;
            fail(application, cause, exitCode);
        }
    }

    private static void fail(Application application, Throwable failure, int exitCode) {
        LoggerFactory.getLogger(Launcher.class).atDebug().setCause(failure).log("start failed");
        ENDING.fail(application.name() + " cannot start: " + FailureLine.of(failure), exitCode, CLOSE_AFTER_FAILURE);
    }

    @Override
    public JsonObject afterConfigParsed(@Nullable JsonObject parsed) {
        return config;
    }

    @Override
    public VertxBuilder createVertxBuilder(VertxOptions options) {
        if (arguments.cluster()) {
            cluster.applyTo(options.getEventBusOptions(), arguments);
        }
        VertxBuilder builder =
                VertxApplicationHooks.super.createVertxBuilder(options).withTransport(transport.transport());
        return arguments.cluster() && ClusterSettings.isLite(System.getProperties())
                ? new PatientStart(builder.withClusterManager(LiteMember.ofHazelcast()))
                : builder;
    }

    @Override
    public void afterFailureToStartVertx(HookContext context, @Nullable Throwable thrown) {
        failure = thrown == null
                ? null
                : new StartFailure(
                        "the cluster cannot be joined from "
                                + cluster.host()
                                        .orElse("the address in " + System.getProperty("vertx.hazelcast.config"))
                                + ": "
                                + FailureLine.of(thrown),
                        thrown);
    }

    @Override
    public void afterVertxStarted(HookContext context) {
        ENDING.closes(context.vertx(), application.endLimits().apply(config));
        var starting = log.atInfo()
                .addKeyValue("name", application.name())
                .addKeyValue(
                        "version",
                        Optional.ofNullable(application.getClass().getPackage().getImplementationVersion())
                                .orElse("unknown"))
                .addKeyValue("pid", ProcessHandle.current().pid())
                .addKeyValue("transport", transport.transport().name())
                .addKeyValue("cluster", arguments.cluster() ? cluster.host().orElse("own configuration") : "none");
        if (!transport.passedOver().isEmpty()) {
            starting = starting.addKeyValue("transportPassedOver", String.join("; ", transport.passedOver()));
        }
        starting.log("starting");
    }

    @Override
    public Supplier<? extends Deployable> verticleSupplier() {
        return application.verticle();
    }

    @Override
    public void beforeDeployingVerticle(HookContext context) {
        DeploymentOptions options = context.deploymentOptions();
        if (!application.instancesAreLoops()) {
            arguments.instances().ifPresent(options::setInstances);
        }
    }

    @Override
    public void afterVerticleDeployed(HookContext context) {
        if (application.givesMemoryBack()) {
            SpareMemory.giveBack(context.vertx());
            SpareNativeMemory.giveBack(context.vertx());
        }
        log.atInfo().addKeyValue("name", application.name()).log("started");
        ENDING.startHasEnded();
    }

    @Override
    public void afterFailureToDeployVerticle(HookContext context, @Nullable Throwable thrown) {
        failure = thrown;
        ENDING.startHasEnded();
    }
}
