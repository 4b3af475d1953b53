package dev.patchbay.control;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.runtime.PluginRuntime;
import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.control.caller.Line;
import dev.patchbay.control.view.RollbackView;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.Param;
import java.io.IOException;
import java.util.NoSuchElementException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The methods that act on plugins. Each is one line in the log, with who called it. */
@Component(service = PluginMethods.class)
@JsonRpcFunctions(
        scope = "patchbay",
        audience = "control",
        function = {"rollback"})
public final class PluginMethods {

    /** Absent where plugins are installed in another way. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile PluginRuntime plugins;

    /** Called by Declarative Services. */
    @Activate
    public PluginMethods() {}

    PluginMethods(PluginRuntime plugins) {
        this.plugins = plugins;
    }

    @Description(
            "Puts the earlier version of a plugin back into its file. Returns when it serves. Clients stay connected, and the"
                    + " version that it takes the place of is the one that the next rollback puts back.")
    public RollbackView rollback(
            ConnContext conn, @Param(description = "The name of its file, with or without .jar.") String plugin) {
        PluginRuntime present = plugins;
        if (present == null) {
            throw Refusals.of(
                    Refusals.NOT_WRITTEN,
                    "this Patchbay looks after no folder of plugins; use the tool that installs them");
        }
        try {
            var before = present.plugins();
            PluginSnapshot now = present.rollback(plugin);
            String was = before.stream()
                    .filter(known -> known.file().equals(now.file()))
                    .map(PluginSnapshot::version)
                    .findFirst()
                    .orElse("");
            OperationLog.write(
                    conn,
                    "plugin {} rolled back to {} {} (was {})",
                    Line.of(now.file()),
                    Line.of(now.name()),
                    Line.of(now.version()),
                    was.isEmpty() ? "not serving" : Line.of(was));
            return new RollbackView(now.file(), now.name(), now.version(), was);
        } catch (NoSuchElementException e) {
            throw Refusals.of(Refusals.NO_PLUGIN, e.getMessage());
        } catch (IOException e) {
            throw Refusals.of(Refusals.NOT_WRITTEN, e.getMessage());
        }
    }
}
