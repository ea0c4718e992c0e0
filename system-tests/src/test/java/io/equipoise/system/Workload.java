package io.equipoise.system;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Pods of one kind.
 *
 * @param name of what makes them
 * @param template what they are made of
 */
record Workload(String name, PodTemplateSpec template) {
    /** What that manifest makes, if it makes pods. */
    static Optional<Workload> of(HasMetadata manifest) {
        String name = manifest.getMetadata().getName();
        if (manifest instanceof Deployment deployment) {
            return Optional.of(new Workload(name, deployment.getSpec().getTemplate()));
        }
        return manifest instanceof Job job
                ? Optional.of(new Workload(name, job.getSpec().getTemplate()))
                : Optional.empty();
    }

    PodSpec pod() {
        return template.getSpec();
    }

    Map<String, String> labels() {
        return template.getMetadata().getLabels();
    }

    /** Its only container. */
    Container container() {
        List<Container> all = pod().getContainers();
        if (all.size() != 1) {
            throw new AssertionError(name + " has " + all.size() + " containers");
        }
        return all.get(0);
    }

    /** Its ports by name. */
    Map<String, Integer> ports() {
        return container().getPorts().stream()
                .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
    }

    /** The argument behind that one. */
    String argument(String option) {
        List<String> args = container().getArgs();
        int at = args.indexOf(option);
        if (at < 0 || at + 1 == args.size()) {
            throw new AssertionError(name + " has no argument behind " + option);
        }
        return args.get(at + 1);
    }

    /** What stands behind that beginning of an argument, such as {@code -Dname=}. */
    String argumentFrom(String beginning) {
        return container().getArgs().stream()
                .filter(arg -> arg.startsWith(beginning))
                .map(arg -> arg.substring(beginning.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no argument " + beginning));
    }

    /** The volume of that name. */
    Volume volume(String volume) {
        return pod().getVolumes().stream()
                .filter(each -> each.getName().equals(volume))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no volume " + volume));
    }

    /** What is mounted where that file is. */
    Volume volumeAt(String file) {
        String folder = file.substring(0, file.lastIndexOf('/'));
        return container().getVolumeMounts().stream()
                .filter(mount -> mount.getMountPath().equals(folder))
                .map(VolumeMount::getName)
                .map(this::volume)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has nothing mounted at " + folder));
    }

    /** What a file of a ConfigMap says to it. */
    String mounted(Manifests manifests, String file) {
        ConfigMap map =
                manifests.one(ConfigMap.class, volumeAt(file).getConfigMap().getName());
        String key = file.substring(file.lastIndexOf('/') + 1);
        if (!map.getData().containsKey(key)) {
            throw new AssertionError("ConfigMap " + map.getMetadata().getName() + " has no key " + key);
        }
        return map.getData().get(key);
    }

    /** Its configuration as it is written. */
    String config(Manifests manifests) {
        return mounted(manifests, argument("-conf"));
    }

    /** The same as JSON. */
    JsonObject configJson(Manifests manifests) {
        return new JsonObject(config(manifests));
    }

    /** Its {@code cluster.xml}. */
    String clusterXml(Manifests manifests) {
        return mounted(manifests, argumentFrom("-Dvertx.hazelcast.config="));
    }
}
