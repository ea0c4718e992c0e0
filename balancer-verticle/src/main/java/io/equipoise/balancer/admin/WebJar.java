package io.equipoise.balancer.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** A library for browsers that lies on the class path as a webjar. */
final class WebJar {
    private WebJar() {}

    /** The folder of its files, with a slash at its end, for whatever version is on the class path. */
    static String folder(String group, String artifact) {
        String about = "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        Properties properties = new Properties();
        try (InputStream file = WebJar.class.getClassLoader().getResourceAsStream(about)) {
            if (file == null) {
                throw new IllegalStateException(about + " is not on the class path");
            }
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "META-INF/resources/webjars/" + artifact + "/" + properties.getProperty("version") + "/";
    }
}
