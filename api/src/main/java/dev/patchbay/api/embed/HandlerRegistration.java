package dev.patchbay.api.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.runtime.SwapResult;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The place of a handler among the handlers of a {@link Server}. {@link #replace} puts another handler into the place, {@link
 * #close} gives the place up. All methods may be called from any thread, in every state of the server.
 *
 * <p>The stages complete on a thread that may block. To wait for one in a call of a handler is of no use: the swap waits for that
 * call in turn, until {@code swap.timeout} ends it.
 */
@ProviderType
public interface HandlerRegistration extends Registration {

    /**
     * Returns a stage that completes as soon as the handler is in charge: it was chosen, and every connection has left the
     * handlers that were in charge before. So from then on no connection is served by one of those.
     *
     * <p>A handler that is not the best choice is not in charge until all better ones are removed; as long as that takes, the
     * stage is not complete. On a server that is stopped, the stage of the best choice is complete at once. Once the stage is
     * complete, it stays so, even if another handler takes over, which may be the case before it completes.
     *
     * @return a stage that fails with an {@link IllegalStateException} if the handler was removed or replaced, or the server was
     *     closed, before the handler was in charge
     */
    CompletionStage<SwapResult> inCharge();

    /**
     * Puts another handler into this place, with the options of the place. The new handler is in charge if the old one was;
     * there is no moment at which neither is. See {@link Server#replace(Handler, HandlerOptions)}.
     *
     * @param handler the handler that takes the place
     * @return a stage that completes when every connection has left the old handler; with a failure if the server is closed
     *     before
     * @throws IllegalStateException if the handler was removed or the server is closed
     */
    default CompletionStage<SwapResult> replace(Handler handler) {
        return replace(handler, new HandlerOptions());
    }

    /**
     * Puts another handler into this place, like {@link #replace(Handler)}.
     *
     * @param handler the handler that takes the place
     * @param options replace those of the place, which apply where these are not set
     * @return the same stage as {@link #replace(Handler)} returns
     * @throws IllegalStateException if the handler was removed or the server is closed
     */
    CompletionStage<SwapResult> replace(Handler handler, HandlerOptions options);
}
