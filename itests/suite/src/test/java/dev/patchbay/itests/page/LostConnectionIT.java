package dev.patchbay.itests.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.RpcLines;
import dev.patchbay.itests.distribution.HomeFolder;
import dev.patchbay.itests.distribution.Patchbay;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A page that stays open while its server stops and starts again, and then while its host ends. */
@Timeout(180)
class LostConnectionIT {

    @Test
    void thePageSaysThatItsServerHasGoneAndFindsItAgain(@TempDir Path directory, @TempDir Path profile)
            throws Exception {
        HomeFolder home = new HomeFolder(directory.toRealPath());
        try (Chromium chromium = Chromium.start(profile);
                Patchbay patchbay = Patchbay.start(home.directory());
                PageCommand command = new PageCommand(home.directory());
                RpcLines control = new RpcLines(home.socket("control"));
                Tab tab = chromium.open()) {
            tab.go(command.address());
            tab.awaitText("#link", "Live");
            tab.awaitText("#process", "process " + patchbay.pid());

            assertThat(control.call("patchbay.drain", "[\"http\"]", 1)).contains("\"stopped\":true");
            tab.awaitText("#link", "Connection lost at ");
            assertThat(control.call("patchbay.start", "[\"http\"]", 2)).contains("\"result\":null");
            tab.awaitText("#link", "Live");

            patchbay.terminate();
            tab.awaitText("#link", "Connection lost at ");
        }
    }
}
