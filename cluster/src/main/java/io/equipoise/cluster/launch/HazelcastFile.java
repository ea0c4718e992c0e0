package io.equipoise.cluster.launch;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import javax.xml.stream.XMLInputFactory;
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
            checkXml(
                    named,
                    ConfigText.readFile(
                            "the file of -D" + PROPERTY + ", " + InvalidConfig.printable(named) + ",", named));
        } else if (HazelcastFile.class.getClassLoader().getResource(named.substring(CLASS_PATH.length())) == null) {
            throw InvalidConfig.at("-D" + PROPERTY, named, "a resource that is on the class path, or a file");
        }
    }

    private static void checkXml(String file, String text) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try {
            XMLStreamReader reader =
                    factory.createXMLStreamReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            while (reader.hasNext()) {
                reader.next();
            }
        } catch (XMLStreamException e) {
            throw new InvalidConfig("-D" + PROPERTY + " names " + InvalidConfig.printable(file) + ", which is no XML at"
                    + " line " + e.getLocation().getLineNumber() + ", column "
                    + e.getLocation().getColumnNumber()
                    + "; allowed is a Hazelcast configuration");
        }
    }
}
