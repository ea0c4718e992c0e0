package io.equipoise.cluster.launch;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.equipoise.testkit.Manifest;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The {@code cluster.xml} of the ConfigMap beside the one in the jars. */
class KubernetesClusterFileTest {
    private static final String ON_KUBERNETES = Manifest.of("20-cluster.yaml").block("cluster.xml");
    private static final ClassLoader RESOURCES = KubernetesClusterFileTest.class.getClassLoader();

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }

    private static String shipped() throws Exception {
        try (InputStream file = Objects.requireNonNull(RESOURCES.getResourceAsStream("cluster.xml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, String> properties(Document document) {
        NodeList found = document.getElementsByTagName("property");
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .collect(toMap(each -> each.getAttribute("name"), Node::getTextContent, (a, b) -> b, TreeMap::new));
    }

    /** All but how members are found, without comments and space. */
    private static String rest(Document document) {
        for (String differs : new String[] {"network", "properties"}) {
            Node node = document.getElementsByTagName(differs).item(0);
            node.getParentNode().removeChild(node);
        }
        StringBuilder text = new StringBuilder();
        append(document.getDocumentElement(), text);
        return text.toString();
    }

    private static void append(Node node, StringBuilder text) {
        switch (node.getNodeType()) {
            case Node.ELEMENT_NODE -> {
                text.append('<').append(node.getNodeName());
                for (int i = 0; i < node.getAttributes().getLength(); i++) {
                    Node attribute = node.getAttributes().item(i);
                    text.append(' ').append(attribute).append(attribute.getNodeValue());
                }
                text.append('>');
                for (int i = 0; i < node.getChildNodes().getLength(); i++) {
                    append(node.getChildNodes().item(i), text);
                }
            }
            case Node.TEXT_NODE -> text.append(node.getTextContent().strip());
            default -> {
                // Comments say different things.
            }
        }
    }

    @Test
    void it_keeps_to_the_schema_of_hazelcast() throws Exception {
        SchemaFactory.newDefaultInstance()
                .newSchema(Objects.requireNonNull(RESOURCES.getResource("hazelcast-config-5.3.xsd")))
                .newValidator()
                .validate(
                        new StreamSource(new StringReader(ON_KUBERNETES.replace("${equipoise.cluster.lite}", "true"))));
    }

    @Test
    void it_is_the_one_in_the_jars_but_for_how_members_are_found() throws Exception {
        assertThat(rest(parsed(ON_KUBERNETES))).isEqualTo(rest(parsed(shipped())));
        Map<String, String> expected = properties(parsed(shipped()));
        expected.remove("hazelcast.tcp.join.port.try.count");
        expected.remove("hazelcast.tcp.join.previously.joined.member.address.retention.seconds");
        expected.put("hazelcast.wait.seconds.before.join", "5");
        assertThat(properties(parsed(ON_KUBERNETES))).isEqualTo(expected);
    }
}
