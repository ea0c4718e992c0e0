package io.equipoise.system;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * fabric8's mock API server, which keeps what it is given, with the one thing that it lacks: server-side apply. A patch of
 * that kind makes what is not there and is merged into what is, and is refused when a field of it is unknown, as
 * {@code fieldValidation=Strict} does.
 */
final class ApplyServer implements AutoCloseable {
    private static final String APPLY = "application/apply-patch+yaml";
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Kept, as its level would be forgotten with it. */
    private static final Logger REQUESTS = Logger.getLogger(MockWebServer.class.getName());

    static {
        REQUESTS.setLevel(Level.WARNING);
    }

    private final KubernetesMockServer server =
            new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), new Applying(), false);
    private final KubernetesClient client;

    ApplyServer() {
        server.init();
        client = server.createClient(new JdkHttpClientFactory());
    }

    /** A client of it. */
    KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }

    /** Keeps what is applied. */
    private static final class Applying extends KubernetesCrudDispatcher {
        @Override
        public MockResponse handlePatch(RecordedRequest request) {
            String type = request.getHeader("content-type");
            if (type == null || !type.startsWith(APPLY)) {
                return super.handlePatch(request);
            }
            String body = new String(request.getBody().getBytes(), StandardCharsets.UTF_8);
            ManifestReader.documents(body).forEach(ManifestReader::typed);
            String path = request.getPath().replaceFirst("\\?.*", "");
            MockResponse there = handleGet(path);
            if (there.code() != HttpURLConnection.HTTP_OK) {
                return handleCreate(as(HttpMethod.POST, path.substring(0, path.lastIndexOf('/')), body));
            }
            ObjectNode merged = (ObjectNode) JSON.readTree(there.getBody().getBytes());
            merge(merged, JSON.readTree(body));
            return handleUpdate(as(HttpMethod.PUT, path, merged.toString()));
        }

        /** What is applied stands for itself, lists as wholes; what it does not name stays. */
        private static void merge(ObjectNode there, JsonNode applied) {
            applied.forEachEntry((name, value) -> {
                if (value.isObject() && there.get(name) instanceof ObjectNode below) {
                    merge(below, value);
                } else {
                    there.set(name, value);
                }
            });
        }

        private static RecordedRequest as(HttpMethod method, String path, String body) {
            return new RecordedRequest(
                    "HTTP/1.1",
                    method,
                    path,
                    Headers.builder().add("content-type", "application/json").build(),
                    new Buffer().writeUtf8(body));
        }
    }
}
