package dev.patchbay.control;

import dev.patchbay.api.ConnContext;
import dev.patchbay.control.caller.Line;
import dev.patchbay.control.log.LogLevels;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.Param;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The methods for the levels of the log. */
@Component(service = LogMethods.class)
@JsonRpcFunctions(
        scope = "patchbay",
        audience = "control",
        function = {"logLevels", "logLevel"})
public final class LogMethods {

    private final LogLevels levels = LogLevels.ofThisProcess();

    /** Called by Declarative Services. */
    @Activate
    public LogMethods() {}

    @Description("Returns the loggers that have a level of their own, with their levels.")
    public Map<String, String> logLevels() {
        try {
            return levels.levels();
        } catch (UnsupportedOperationException e) {
            throw Refusals.of(Refusals.NO_LOG_LEVELS, e.getMessage());
        }
    }

    @Description("Sets the level of a logger, until the process ends or the configuration of the log is changed.")
    public void logLevel(
            ConnContext conn,
            @Param(description = "The name of the logger; ROOT is the root.") String logger,
            @Param(description = "TRACE, DEBUG, INFO, WARN, ERROR or OFF; null for the level of the logger above.")
                    Optional<String> level) {
        try {
            levels.set(logger, level.orElse(null));
        } catch (UnsupportedOperationException e) {
            throw Refusals.of(Refusals.NO_LOG_LEVELS, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw Refusals.wrongValue(e);
        }
        OperationLog.write(
                conn,
                level.isPresent() ? "level of logger {} set to {}" : "level of logger {} taken away{}",
                Line.of(logger),
                level.orElse(""));
    }
}
