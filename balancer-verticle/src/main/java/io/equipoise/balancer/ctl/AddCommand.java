package io.equipoise.balancer.ctl;

import io.equipoise.cluster.launch.HostPort;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description =
                "Add a backend that does not announce itself. It serves after its first good probe, and stays until"
                        + " it is removed.")
final class AddCommand extends CtlCommand {
    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service it serves.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "HOST:PORT", description = "Where it is, such as 10.0.0.1:5432 or [::1]:80.")
    private String address = "";

    @Option(names = "--weight", paramLabel = "N", description = "Its weight from 0 to 256; default 100.")
    private @Nullable String weight;

    AddCommand(Setting setting) {
        super(setting);
    }

    @Override
    Exit run() {
        HostPort parsed = HostPort.parse(address)
                .orElseThrow(() -> new CtlFailure(
                        Exit.USAGE,
                        "'" + Printable.of(address) + "' is no address; give HOST:PORT such as 10.0.0.1:5432"));
        Map<String, @Nullable Object> backend = new LinkedHashMap<>();
        backend.put("service", service);
        backend.put("host", parsed.host());
        backend.put("port", parsed.port());
        if (weight != null) {
            backend.put("weight", WeightCommand.parse(weight));
        }
        Fields added = setting().api().change("POST", Api.BACKENDS, backend);
        Order.print(setting(), added, "added " + added.text("id"));
        return Exit.DONE;
    }
}
