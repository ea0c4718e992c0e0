package io.equipoise.cluster.launch;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A Hazelcast configuration of the user's own, which the system property {@value #PROPERTY} names. Vert.x goes on with
 * another one when the file is not there; here that is an error.
 */
final class HazelcastFile {
    static final String PROPERTY = "vertx.hazelcast.config";

    private static final String CLASS_PATH = "classpath:";

    private HazelcastFile() {}

    static boolean isNamed(Properties properties) {
        return properties.containsKey(PROPERTY);
    }

    /**
     * Looks at the file, if one is named.
     *
     * @throws InvalidConfig when it is not there or not XML
     */
    static void check(Properties properties) {
        String named = properties.getProperty(PROPERTY);
        if (named == null) {
            return;
        }
        if (!named.startsWith(CLASS_PATH)) {
            checkXml(named, read(named));
        } else if (HazelcastFile.class.getClassLoader().getResource(named.substring(CLASS_PATH.length())) == null) {
            throw InvalidConfig.at("-D" + PROPERTY, named, "a resource that is on the class path, or a file");
        }
    }

    /**
     * The name by whose addresses that file has members find each other, as {@code service-dns} of Hazelcast's
     * discovery for Kubernetes says; empty when it says none, or leaves it to a property.
     *
     * @throws InvalidConfig when the file is not there or not XML
     */
    static Optional<String> membersName(Properties properties) {
        String named = properties.getProperty(PROPERTY);
        if (named == null || named.startsWith(CLASS_PATH)) {
            return Optional.empty();
        }
        try {
            return membersName(reader(read(named)));
        } catch (XMLStreamException e) {
            throw noXml(named, e);
        }
    }

    private static Optional<String> membersName(XMLStreamReader reader) throws XMLStreamException {
        boolean isUsed = false;
        while (reader.hasNext()) {
            if (reader.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            if (reader.getLocalName().equals("kubernetes")) {
                isUsed = !"false".equals(reader.getAttributeValue(null, "enabled"));
            } else if (isUsed && reader.getLocalName().equals("service-dns")) {
                return Optional.of(reader.getElementText().strip())
                        .filter(name -> !name.isEmpty() && !name.contains("${"));
            }
        }
        return Optional.empty();
    }

    private static String read(String named) {
        return ConfigText.readFile("the file of -D" + PROPERTY + ", " + InvalidConfig.printable(named) + ",", named);
    }

    private static XMLStreamReader reader(String text) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        return factory.createXMLStreamReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void checkXml(String file, String text) {
        try {
            XMLStreamReader reader = reader(text);
            while (reader.hasNext()) {
                reader.next();
            }
        } catch (XMLStreamException e) {
            throw noXml(file, e);
        }
    }

    private static InvalidConfig noXml(String file, XMLStreamException e) {
        return new InvalidConfig("-D" + PROPERTY + " names " + InvalidConfig.printable(file) + ", which is no XML at"
                + " line " + e.getLocation().getLineNumber() + ", column "
                + e.getLocation().getColumnNumber()
                + "; allowed is a Hazelcast configuration");
    }
}
