package dev.patchbay.itests.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.distribution.HomeFolder;
import dev.patchbay.itests.distribution.Patchbay;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A page that stays open while its host ends and starts again. */
@Timeout(180)
class LostConnectionIT {

    @Test
    void thePageSaysThatItsHostHasGoneAndFindsTheNextOne(@TempDir Path directory, @TempDir Path profile)
            throws Exception {
        HomeFolder home = new HomeFolder(directory.toRealPath());
        try (Chromium chromium = Chromium.start(profile)) {
            Patchbay first = Patchbay.start(home.directory());
            try (first;
                    PageCommand command = new PageCommand(home.directory());
                    Tab tab = chromium.open()) {
                tab.go(command.address());
                tab.awaitText("#process", "process " + first.pid());

                first.terminate();
                assertThat(first.awaitExit()).isZero();
                tab.awaitText("#link", "Connection lost at ");

                try (Patchbay second = Patchbay.start(home.directory())) {
                    tab.awaitText("#process", "process " + second.pid());
                    tab.awaitText("#link", "Live");
                }
            }
        }
    }
}
