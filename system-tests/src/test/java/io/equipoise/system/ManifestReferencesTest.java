package io.equipoise.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every name and key that a manifest refers to exists; those of the Secret are those that the guide's line makes. */
class ManifestReferencesTest {
    private static final Manifests MANIFESTS = Manifests.OURS;
    private static final Pattern FILE = Pattern.compile("\\$\\{file:([^}]+)}");
    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{env:([^}]+)}");
    private static final Pattern OF_ARGUMENTS = Pattern.compile("\\$\\(([^)]+)\\)");
    private static final Pattern SECRET =
            Pattern.compile("create secret generic (\\S+)((?:[ \\\\\\n]+--from-literal=[a-z-]+=\"[^\"]+\")+)");
    private static final Pattern LITERAL = Pattern.compile("--from-literal=([a-z-]+)=");

    static List<Workload> workloads() {
        return MANIFESTS.workloads();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void every_mount_has_its_volume_and_every_volume_is_mounted(Workload workload) {
        assertThat(workload.container().getVolumeMounts().stream()
                        .map(VolumeMount::getName)
                        .toList())
                .containsExactlyInAnyOrderElementsOf(workload.pod().getVolumes().stream()
                        .map(Volume::getName)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void every_config_map_that_is_mounted_exists(Workload workload) {
        assertThat(workload.pod().getVolumes().stream()
                        .map(Volume::getConfigMap)
                        .filter(Objects::nonNull))
                .hasSize(2)
                .allSatisfy(map -> assertThat(MANIFESTS.one(ConfigMap.class, map.getName()))
                        .isNotNull());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void the_files_that_its_arguments_name_are_keys_of_what_is_mounted_there(Workload workload) {
        assertThat(workload.config(MANIFESTS)).startsWith("{");
        assertThat(workload.clusterXml(MANIFESTS)).contains("<hazelcast");
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void the_secret_files_that_its_configuration_names_are_mounted_and_no_others(Workload workload) {
        Set<String> named = found(FILE, workload.config(MANIFESTS));
        assertThat(named).isNotEmpty();
        Set<String> keys = new TreeSet<>();
        for (String file : named) {
            assertThat(workload.volumeAt(file).getSecret()).as(file).isNotNull();
            keys.add(file.substring(file.lastIndexOf('/') + 1));
        }
        SecretVolumeSource secret = workload.volumeAt(named.iterator().next()).getSecret();
        assertThat(mountedKeys(secret)).isEqualTo(keys);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void the_variables_that_its_arguments_and_its_configuration_name_are_set(Workload workload) {
        Set<String> set =
                workload.container().getEnv().stream().map(EnvVar::getName).collect(Collectors.toSet());
        assertThat(set)
                .containsAll(found(ENVIRONMENT, workload.config(MANIFESTS)))
                .containsAll(found(
                        OF_ARGUMENTS, String.join(" ", workload.container().getArgs())));
    }

    @Test
    void the_guides_line_makes_the_secret_that_the_pods_mount() {
        MatchResult line = SECRET.matcher(guide()).results().findFirst().orElseThrow();
        assertThat(MANIFESTS.workloads())
                .allSatisfy(workload ->
                        assertThat(secretOf(workload).getSecretName()).isEqualTo(line.group(1)));
        assertThat(found(LITERAL, line.group(2))).isEqualTo(keysOfTheGuide());
        assertThat(MANIFESTS.workloads().stream()
                        .flatMap(workload -> found(FILE, workload.config(MANIFESTS)).stream())
                        .map(file -> file.substring(file.lastIndexOf('/') + 1))
                        .collect(Collectors.toSet()))
                .isEqualTo(keysOfTheGuide());
    }

    private static Set<String> mountedKeys(SecretVolumeSource secret) {
        return secret.getItems().isEmpty()
                ? keysOfTheGuide()
                : secret.getItems().stream().map(KeyToPath::getKey).collect(Collectors.toCollection(TreeSet::new));
    }

    private static SecretVolumeSource secretOf(Workload workload) {
        return workload.pod().getVolumes().stream()
                .map(Volume::getSecret)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> keysOfTheGuide() {
        return found(
                LITERAL,
                SECRET.matcher(guide()).results().findFirst().orElseThrow().group(2));
    }

    private static String guide() {
        return Manifests.text(Manifests.ROOT.resolve("docs/kubernetes.md"));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
