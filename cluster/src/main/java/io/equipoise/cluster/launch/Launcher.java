package io.equipoise.cluster.launch;

import io.vertx.core.Deployable;
import io.vertx.launcher.application.VertxApplication;
import io.vertx.launcher.application.VertxApplicationHooks;
import java.util.function.Supplier;

/** Starts a fat jar from its command line, and ends its process in order. */
public final class Launcher extends VertxApplication implements VertxApplicationHooks {
    private final Application application;

    private Launcher(Application application, String[] args) {
        super(args, null, false, true);
        this.application = application;
    }

    /**
     * Runs that application; returns once it is deployed. A start that fails ends the process.
     *
     * @param args what the user typed behind {@code java -jar X.jar}
     */
    public static void run(Application application, String[] args) {
        new Launcher(application, args).launch();
    }

    @Override
    public Supplier<? extends Deployable> verticleSupplier() {
        return application.verticle();
    }
}
