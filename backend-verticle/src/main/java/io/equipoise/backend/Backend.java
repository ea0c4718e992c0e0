package io.equipoise.backend;

import io.equipoise.backend.load.LoadMeter;
import io.equipoise.backend.service.Connections;
import io.equipoise.backend.service.HttpConnections;
import io.equipoise.backend.service.OpenPort;
import io.equipoise.backend.service.Serving;
import io.equipoise.cluster.launch.ReachableHost;
import io.equipoise.cluster.launch.StartFailure;
import io.equipoise.cluster.registry.BackendState;
import io.equipoise.cluster.registry.Envelope;
import io.equipoise.cluster.registry.InvalidMessage;
import io.equipoise.cluster.registry.Registration;
import io.equipoise.cluster.registry.SharedRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers what listens already as a backend, for services that are Vert.x themselves:
 *
 * <pre>{@code
 * Backend backend = Backend.of(vertx).service("orders");
 * vertx.createNetServer()
 *         .connectHandler(backend.sockets(this::serve))
 *         .listen(0, "0.0.0.0")
 *         .compose(backend::register);
 * }</pre>
 *
 * <p>Immutable but for its counts, which those made from it share: each call that says more gives another one. One
 * instance is for one port.
 */
public final class Backend {
    private static final Logger log = LoggerFactory.getLogger(Backend.class);
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final Profile profile;
    private final RandomGenerator random;
    private final Ids ids;
    private final LoadMeter meter;
    private final Connections connections;
    private final HttpConnections httpConnections;

    private Backend(
            Vertx vertx,
            Profile profile,
            RandomGenerator random,
            Ids ids,
            LoadMeter meter,
            Connections connections,
            HttpConnections httpConnections) {
        this.vertx = vertx;
        this.profile = profile;
        this.random = random;
        this.ids = ids;
        this.meter = meter;
        this.connections = connections;
        this.httpConnections = httpConnections;
    }

    /**
     * A backend of service {@code default} in that (usually clustered) Vert.x, with an id made up for it. Balancers
     * reach it at {@link ReachableHost#ofThisProcess}; without a cluster, on loopback.
     */
    public static Backend of(Vertx vertx) {
        return of(vertx, Profile.DEFAULTS);
    }

    static Backend of(Vertx vertx, Profile profile) {
        RandomGenerator random = RandomGenerator.getDefault();
        LoadMeter meter = new LoadMeter(System::nanoTime);
        Profile reachable = profile.host().isPresent()
                ? profile
                : profile.withHost(vertx.isClustered() ? ReachableHost.ofThisProcess() : LOOPBACK);
        return new Backend(
                vertx, reachable, random, new Ids(random), meter, new Connections(meter), new HttpConnections(meter));
    }

    /** The same for that service. */
    public Backend service(String service) {
        return with(profile.withService(service));
    }

    /** The same with that id, unique in the cluster; a later start with the same id takes its place. */
    public Backend id(String id) {
        return with(profile.withId(id));
    }

    /** The same, reached by balancers at that IP address. */
    public Backend host(String address) {
        return with(profile.withHost(address));
    }

    /** The same with that share against others of its service, 1 to 256; 100 when not said. */
    public Backend weight(int weight) {
        return with(profile.withWeight(weight));
    }

    /** The same with a free text to show. */
    public Backend tag(String name, String text) {
        Map<String, String> tags = new TreeMap<>(profile.tags());
        tags.put(name, text);
        return with(profile.withTags(tags));
    }

    /** The same with the cluster's secret, with which announcements are signed. */
    public Backend secret(String secret) {
        return with(profile.withSecret(secret));
    }

    /** The same with that much time to leave. */
    public Backend drain(DrainLimits limits) {
        return with(profile.withDrain(limits));
    }

    /**
     * That handler, with its sockets counted as open, and reset should they outlast a drain. What a socket's exception
     * handler is told, a client's reset mostly, is logged at debug unless the handler sets another.
     */
    public Handler<NetSocket> sockets(Handler<NetSocket> handler) {
        return socket -> {
            connections.accept(socket);
            socket.exceptionHandler(cause -> log.atDebug()
                    .addKeyValue("client", socket.remoteAddress())
                    .addKeyValue("cause", cause.getMessage())
                    .log("connection has failed"));
            handler.handle(socket);
        };
    }

    /**
     * That handler, with its requests' connections counted as open, the time to each answer's head measured, and
     * {@code Connection: close} said while the backend drains. Takes the close handler of each connection, and the
     * headers-end handler and the end handler of each response.
     */
    public Handler<HttpServerRequest> requests(Handler<HttpServerRequest> handler) {
        return httpConnections.around(handler);
    }

    /**
     * Registers what listens there.
     *
     * @return the backend, once balancers have been told; or a {@link StartFailure} that says in one line why not
     */
    public Future<RegisteredBackend> register(NetServer listening) {
        return register(OpenPort.of(vertx, listening, connections));
    }

    /** Registers what listens there, as {@link #register(NetServer)} does. */
    public Future<RegisteredBackend> register(HttpServer listening) {
        return register(OpenPort.of(vertx, listening, httpConnections));
    }

    Future<RegisteredBackend> register(Serving serving) {
        Promise<RegisteredBackend> registered = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(nothing -> registerOn(context, serving).onComplete(registered));
        return registered.future();
    }

    /** The id it has, or gets at that port. */
    String idAt(int port) {
        return profile.id().orElseGet(() -> ids.of(profile.service(), advertisedHost(), port));
    }

    Connections connections() {
        return connections;
    }

    private Future<RegisteredBackend> registerOn(Context context, Serving serving) {
        Registration draft;
        try {
            draft = draft(serving.port());
        } catch (InvalidMessage e) {
            return Future.failedFuture(new StartFailure("the backend cannot be registered: " + e.getMessage(), e));
        }
        Timers timers = new VertxTimers(vertx);
        Envelope envelope = Envelope.of(profile.secret());
        return SharedRegistry.open(vertx, envelope).compose(map -> {
            RegistryLink link = new ClusterLink(vertx.eventBus(), map, envelope);
            Surroundings around = new Surroundings(vertx.eventBus(), link, timers, System::nanoTime, random);
            return new Claim(link, timers, System::currentTimeMillis)
                    .take(
                            draft,
                            start -> new RegisteredBackend(context, around, start, serving, meter, profile.drain()),
                            RegisteredBackend::open,
                            RegisteredBackend::cancel)
                    .onSuccess(RegisteredBackend::start);
        });
    }

    private Registration draft(int port) throws InvalidMessage {
        Registration draft = new Registration(
                idAt(port),
                1,
                profile.service(),
                advertisedHost(),
                port,
                profile.weight(),
                profile.zone(),
                BackendState.READY,
                profile.lease().toMillis(),
                System.currentTimeMillis(),
                0,
                profile.tags());
        return Registration.fromJson(draft.toJson());
    }

    /** The IP address that balancers connect to. */
    String advertisedHost() {
        return profile.host().orElse(LOOPBACK);
    }

    private Backend with(Profile other) {
        return new Backend(vertx, other, random, ids, meter, connections, httpConnections);
    }
}
