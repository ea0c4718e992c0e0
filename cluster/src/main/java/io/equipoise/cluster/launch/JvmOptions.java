package io.equipoise.cluster.launch;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Options of this process's own JVM. Safe for any thread. */
final class JvmOptions {
    private static final Logger log = LoggerFactory.getLogger(JvmOptions.class);

    private final HotSpotDiagnosticMXBean jvm;

    private JvmOptions(HotSpotDiagnosticMXBean jvm) {
        this.jvm = jvm;
    }

    /** Those of this process; empty where the JVM is not one that can be asked. */
    static Optional<JvmOptions> ofThisProcess() {
        return Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
                .map(JvmOptions::new);
    }

    /** Whether the JVM knows the option and nobody has set it. */
    boolean isFree(String option) {
        try {
            boolean isFree = jvm.getVMOption(option).getOrigin() == VMOption.Origin.DEFAULT;
            if (!isFree) {
                log.atDebug().addKeyValue("option", option).log("the option is set already");
            }
            return isFree;
        } catch (IllegalArgumentException e) {
            log.atDebug().addKeyValue("option", option).log("this JVM does not know the option");
            return false;
        }
    }

    /** Sets an option that may be set while the JVM runs. */
    void set(String option, long value) {
        jvm.setVMOption(option, String.valueOf(value));
    }
}
