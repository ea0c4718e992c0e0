import io.equipoise.client.ClientVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Runs the client once to warm this JVM up and once more to measure, so that its quantiles are not those of its own start.
 *
 * <p>{@code java -cp client-verticle-fat.jar bench/side/WarmClient.java WARM_CONFIGURATION CONFIGURATION}
 */
public final class WarmClient {
    private WarmClient() {}

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        run(vertx, args[0]);
        System.gc();
        System.exit(run(vertx, args[1]));
    }

    private static int run(Vertx vertx, String configuration) throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        String id = vertx.deployVerticle(
                        client(code::complete), new DeploymentOptions().setConfig(new JsonObject(configuration)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        int result = code.get(10, TimeUnit.MINUTES);
        vertx.undeploy(id).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        return result;
    }

    /** The client's own way to be told where to print and what to do in the end; it is for the client's package alone. */
    private static ClientVerticle client(IntConsumer exit) throws ReflectiveOperationException {
        Constructor<ClientVerticle> constructor =
                ClientVerticle.class.getDeclaredConstructor(PrintStream.class, LongSupplier.class, IntConsumer.class);
        constructor.setAccessible(true);
        return constructor.newInstance(System.out, (LongSupplier) System::nanoTime, exit);
    }
}
