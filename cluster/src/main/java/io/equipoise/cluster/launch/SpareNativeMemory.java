package io.equipoise.cluster.launch;

import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the C library give back what it keeps for later. What a start leaves there, most of it the compilers', is a tenth of
 * the process. The JVM has a command for that ({@code jcmd PID System.trim_native_heap}, JDK 17.0.9 and later), and an
 * option to do it by itself, {@code TrimNativeHeapInterval}, which wins when the command line has it. A JVM or a C library
 * that knows neither goes on without.
 */
final class SpareNativeMemory {
    private static final Logger log = LoggerFactory.getLogger(SpareNativeMemory.class);

    /**
     * The JVM keeps some of it for its compilers, too, and lets go of that each 5 s since it was begun: only then it is the C
     * library's.
     *
     * @see <a href="https://github.com/openjdk/jdk17u/blob/master/src/hotspot/share/memory/arena.cpp">arena.cpp,
     *     ChunkPoolCleaner</a>
     */
    private static final long LET_GO_EVERY = 5_000;

    private static final long JUST_AFTER = 500;

    /** So often just after it, while the compilers do what a start asks of them. */
    private static final int SOON = 3;

    /** From then on: it takes some milliseconds of a worker, and compilers have their bursts later, too. */
    private static final Duration EVERY = Duration.ofMinutes(1);

    private static final String OPTION = "TrimNativeHeapInterval";
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final String TRIM = "systemTrimNativeHeap";

    private SpareNativeMemory() {}

    /** To be called once, when the process has started; any thread. */
    static void giveBack(Vertx vertx) {
        JvmOptions.ofThisProcess().filter(jvm -> jvm.isFree(OPTION)).ifPresent(jvm -> trimLater(vertx, SOON));
    }

    /** So often soon, and from then on each minute. */
    private static void trimLater(Vertx vertx, int soon) {
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
        long delay = soon > 0 ? untilLetGo(uptime) : EVERY.toMillis();
        vertx.setTimer(delay, fired -> trim(vertx, Math.max(0, soon - 1)));
    }

    /** Milliseconds from that uptime on until the JVM has let go of it. */
    static long untilLetGo(long uptime) {
        return LET_GO_EVERY - Math.floorMod(uptime - JUST_AFTER, LET_GO_EVERY);
    }

    private static void trim(Vertx vertx, int soon) {
        vertx.executeBlocking(SpareNativeMemory::command, false)
                .onSuccess(said -> trimLater(vertx, soon))
                .onFailure(cause -> log.atDebug().setCause(cause).log("this JVM does not give native memory back"));
    }

    private static Object command() throws JMException {
        Object said = ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName(COMMANDS), TRIM, null, null);
        log.atDebug().addKeyValue("said", String.valueOf(said).strip()).log("native memory is given back");
        return said;
    }
}
