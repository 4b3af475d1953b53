package dev.patchbay.healthcheck;

import dev.patchbay.api.runtime.ServerRuntime;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the event loops of all servers run, and none has lost its socket for good. May take two seconds. */
@Component(property = {"hc.name=Patchbay alive", "hc.tags=patchbay", "hc.tags=systemalive"})
public final class AliveCheck implements HealthCheck {

    private static final long PATIENCE_SECONDS = 2;

    private final ServerRuntime runtime;

    /** Called by Declarative Services. */
    @Activate
    public AliveCheck(@Reference ServerRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        try {
            runtime.pulse().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            log.info("the event loops of all servers run");
        } catch (TimeoutException e) {
            log.critical("an event loop has not run within {} s, so its clients wait", PATIENCE_SECONDS);
        } catch (ExecutionException e) {
            log.critical("{}", e.getCause().getMessage());
        } catch (InterruptedException e) {
            log.healthCheckError("the check was interrupted");
            Thread.currentThread().interrupt();
        }
        return new Result(log);
    }
}
