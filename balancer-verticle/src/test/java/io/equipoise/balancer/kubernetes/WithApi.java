package io.equipoise.balancer.kubernetes;

import static io.equipoise.balancer.kubernetes.TestApi.LOOPBACK;

import io.equipoise.testkit.TestCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a stand-in for Kubernetes each, whose certificate they share. */
abstract class WithApi {
    @TempDir
    static Path certificates;

    static TestCertificate certificate;

    @TempDir
    Path folder;

    TestApi api;

    @BeforeAll
    static void make() {
        certificate = TestCertificate.make(certificates, "ip:" + LOOPBACK);
    }

    @BeforeEach
    void start() {
        api = new TestApi(certificate, folder);
    }

    @AfterEach
    void close() {
        api.close();
    }
}
