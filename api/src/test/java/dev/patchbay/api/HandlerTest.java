package dev.patchbay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a handler and a listener do if they say nothing, and the names of the service properties. */
class HandlerTest {

    private final List<String> calls = new ArrayList<>();
    private final ConnContext conn = (ConnContext) Proxy.newProxyInstance(
            ConnContext.class.getClassLoader(), new Class<?>[] {ConnContext.class}, (self, method, arguments) -> {
                calls.add(method.getName());
                return null;
            });

    @Test
    void theEndOfInputClosesTheConnectionAfterWhatIsStillToBeSent() throws Exception {
        Handler handler = (connection, in) -> {};

        handler.inputEnded(conn);

        assertThat(calls).containsExactly("close");
    }

    @Test
    void openingAndReleasingDoNothing() throws Exception {
        Handler handler = (connection, in) -> {};

        handler.opened(conn);
        handler.released(conn, ReleaseReason.CLIENT_CLOSED);

        assertThat(calls).isEmpty();
    }

    @Test
    void aListenerImplementsOnlyWhatItWantsToHear() {
        assertThat(ServerEvents.class.getDeclaredMethods())
                .filteredOn(method -> !method.isSynthetic())
                .allMatch(Method::isDefault);
    }

    /** Declarative Services makes {@code prefix + method name} of an annotation: what the constants say has to be that. */
    @Test
    void theConstantsAreTheServicePropertiesThatTheAnnotationBecomes() {
        assertThat(HandlerProperties.class.getDeclaredMethods())
                .extracting(element -> HandlerProperties.PREFIX_ + element.getName())
                .containsExactlyInAnyOrder(HandlerProperties.NAME, HandlerProperties.EXECUTION);
    }

    @Test
    void aHandlerMayBlockUnlessItSaysOtherwise() throws NoSuchMethodException {
        assertThat(HandlerProperties.class.getMethod("execution").getDefaultValue())
                .isEqualTo(HandlerExecution.VIRTUAL);
    }
}
