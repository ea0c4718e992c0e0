package io.equipoise.balancer.kubernetes;

import io.equipoise.balancer.kubernetes.ApiTrouble.Kind;
import io.equipoise.balancer.kubernetes.PodCosts.Answer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The API server of the Kubernetes that this balancer runs on, as far as it is needed: it annotates pods of the balancer's
 * own namespace, through their status, as the right to change that is less than the one to change what they run. One
 * request at a time; each has an end within 10 s. One event loop.
 */
final class KubernetesApi {
    /** What Kubernetes looks at when it takes pods away. */
    static final String ANNOTATION = "controller.kubernetes.io/pod-deletion-cost";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final Optional<ApiAddress> address;
    private final String folder;
    private final Duration limit;
    private @Nullable HttpClient client;
    private Buffer trusted = Buffer.buffer();

    /**
     * Nothing is opened yet.
     *
     * @param address where it is; empty when this is no pod
     * @param folder of the service account
     * @param limit for one answer
     */
    KubernetesApi(Vertx vertx, Optional<ApiAddress> address, String folder, Duration limit) {
        this.vertx = vertx;
        this.address = address;
        this.folder = folder;
        this.limit = limit;
    }

    /** To write costs with the token of now; fails with {@link ApiTrouble}. */
    Future<PodCosts> open() {
        if (address.isEmpty()) {
            return Future.failedFuture(new ApiTrouble(
                    Kind.NO_ACCOUNT, "KUBERNETES_SERVICE_HOST and _PORT are not set: this is no pod of Kubernetes"));
        }
        return ServiceAccount.read(vertx.fileSystem(), folder).map(account -> {
            HttpClient trusting = trusting(account.certificates());
            return (pod, cost) -> write(trusting, address.get(), account, pod, String.valueOf(cost));
        });
    }

    /** Another one when the certificates were replaced. */
    private HttpClient trusting(Buffer certificates) {
        HttpClient current = client;
        if (current != null && trusted.equals(certificates)) {
            return current;
        }
        if (current != null) {
            current.close();
        }
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertValue(certificates))
                .setConnectTimeout((int) CONNECT_LIMIT.toMillis());
        HttpClient fresh = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(1));
        client = fresh;
        trusted = certificates;
        return fresh;
    }

    private Future<Answer> write(HttpClient trusting, ApiAddress at, ServiceAccount account, String pod, String cost) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.PATCH)
                .setHost(at.host())
                .setPort(at.port())
                .setURI("/api/v1/namespaces/" + account.namespace() + "/pods/" + pod
                        + "/status?fieldManager=equipoise-balancer")
                .setConnectTimeout(CONNECT_LIMIT.toMillis());
        JsonObject annotations = new JsonObject().put(ANNOTATION, cost);
        Buffer patch = new JsonObject()
                .put("metadata", new JsonObject().put("annotations", annotations))
                .toBuffer();
        return trusting.request(options)
                .compose(request -> send(request, account.token(), patch))
                .recover(cause -> Future.failedFuture(trouble(cause)))
                .map(reply -> reply.answer(ANNOTATION, cost));
    }

    private Future<Reply> send(HttpClientRequest request, String token, Buffer patch) {
        return request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/merge-patch+json")
                .putHeader(HttpHeaders.ACCEPT, "application/json")
                .send(patch)
                .compose(Reply::of)
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(late -> request.reset());
    }

    private static ApiTrouble trouble(Throwable cause) {
        return cause instanceof ApiTrouble known
                ? known
                : new ApiTrouble(Kind.UNREACHED, "the API server is not reached: " + cause);
    }
}
