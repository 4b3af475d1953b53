package dev.patchbay.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.runtime.PluginRuntime;
import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.api.runtime.PluginState;
import dev.patchbay.control.view.RollbackView;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class PluginMethodsTest {

    private final ConnContext client = FakeRuntime.client("control");

    private static PluginSnapshot snapshot(String version) {
        return new PluginSnapshot("rev.jar", PluginState.SERVING, "rev", version, "");
    }

    /** A folder with one plugin, which has an earlier version. */
    private static final class Plugins implements PluginRuntime {

        private String version = "1.1.0";

        @Override
        public List<PluginSnapshot> plugins() {
            return List.of(snapshot(version));
        }

        @Override
        public PluginSnapshot rollback(String plugin) throws IOException {
            if (!plugin.equals("rev")) {
                throw new NoSuchElementException("there is no plugin " + plugin);
            }
            if (version.equals("1.0.0")) {
                throw new IOException("plugin rev.jar has no earlier version");
            }
            version = "1.0.0";
            return snapshot(version);
        }
    }

    private static void assertRefused(int code, String message, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        JsonRpcException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessage(message);
    }

    @Test
    void aRollbackSaysWhatServesAndWhatDid() {
        PluginMethods methods = new PluginMethods(new Plugins());

        assertThat(methods.rollback(client, "rev")).isEqualTo(new RollbackView("rev.jar", "rev", "1.0.0", "1.1.0"));
        assertRefused(
                Refusals.NOT_WRITTEN, "plugin rev.jar has no earlier version", () -> methods.rollback(client, "rev"));
        assertRefused(Refusals.NO_PLUGIN, "there is no plugin other", () -> methods.rollback(client, "other"));
    }

    @Test
    void whereNoFolderOfPluginsIsLookedAfterThereIsNothingToRollBack() {
        assertRefused(
                Refusals.NOT_WRITTEN,
                "this Patchbay looks after no folder of plugins; use the tool that installs them",
                () -> new PluginMethods().rollback(client, "rev"));
    }
}
