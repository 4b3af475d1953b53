package dev.patchbay.command;

import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.text.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands in this process against a control socket of the test's. */
abstract class CommandTest {

    /** The home of the control socket. */
    @TempDir
    Path home;

    FakeControl control;

    @BeforeEach
    void openControl() throws IOException {
        control = FakeControl.in(home);
    }

    @AfterEach
    void closeControl() throws Exception {
        control.close();
    }

    /** What a command printed and how it ended. */
    record Result(ExitStatus status, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }

    /** Runs a command on a terminal of 80 columns without colours. */
    Result run(String... arguments) {
        return run(new Terminal(80, false), arguments);
    }

    Result run(Terminal terminal, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ExitStatus status = Main.run(List.of(arguments), home, terminal, out, err);
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
