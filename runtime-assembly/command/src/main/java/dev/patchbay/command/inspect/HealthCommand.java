package dev.patchbay.command.inspect;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.rpc.Document;
import dev.patchbay.command.text.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code patchbay health}: whether all is well, as an exit status. */
public final class HealthCommand implements Command {

    @Override
    public Declaration declaration() {
        return new Declaration(
                "health",
                "check that every server serves: exit status 0 or 1",
                List.of(""),
                List.of(),
                0,
                0,
                Flag.common(),
                List.of(
                        "Checks that Patchbay runs and is ready, that its event loops run, and that every server serves: it accepts connections and has a handler. If so, the exit "
                                + "status is 0, otherwise 1, and one line says why; also where no Patchbay runs. For health checks "
                                + "of containers and monitors.",
                        "Problems that leave every server serving, such as a rejected configuration, are printed and change nothing."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        Document status;
        List<String> faults;
        try (Host host = Host.in(arguments.home())) {
            status = Document.of(host.call("patchbay.status"));
            faults = faults(status);
            faults.addAll(hanging(host));
        } catch (CommandFailure e) {
            throw new CommandFailure(ExitStatus.FAILED, "not healthy: " + e.getMessage());
        }
        if (arguments.has(Flag.JSON)) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("healthy", faults.isEmpty());
            result.put("faults", faults);
            result.put("problems", status.get("problems"));
            output.json(result);
        } else if (faults.isEmpty()) {
            output.line("healthy: " + Quantity.count(status.objects("servers").size(), "server") + " serving");
            Problems.print(status, output);
        }
        if (!faults.isEmpty()) {
            throw new CommandFailure(ExitStatus.FAILED, "not healthy: " + String.join("; ", faults));
        }
    }

    /** Returns why the event loops do not run; nothing if they do, or an older Patchbay cannot say. */
    private static List<String> hanging(Host host) throws CommandFailure {
        Document health;
        try {
            health = Document.of(host.call("patchbay.health"));
        } catch (CommandFailure e) {
            if (e.status() != ExitStatus.FAILED) {
                throw e;
            }
            return List.of();
        }
        List<Document> problems = health.objects("problems");
        if (health.isTrue("live")) {
            return List.of();
        }
        return List.of(problems.isEmpty() ? "an event loop does not run" : Problems.sentence(problems.get(0)));
    }

    private static List<String> faults(Document status) {
        List<String> faults = new ArrayList<>();
        for (Document server : status.objects("servers")) {
            String state = Servers.state(server);
            if (!state.equals(Servers.SERVING)) {
                List<String> why = server.texts("faults");
                faults.add("server " + server.text("name") + " is " + state
                        + (why.isEmpty() ? "" : ": " + String.join(", ", why)));
            }
        }
        if (faults.isEmpty() && !status.isTrue("ready")) {
            faults.add("Patchbay is not ready");
        }
        return faults;
    }
}
