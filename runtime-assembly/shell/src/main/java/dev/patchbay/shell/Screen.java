package dev.patchbay.shell;

import dev.patchbay.command.text.Terminal;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/** What the output of a command in a shell can show. */
final class Screen {

    private static final int OUTPUT = 1;

    private Screen() {}

    /** Returns the terminal of a session; one of any width without colours in a pipe, and where there is none. */
    static Terminal of(CommandSession session) {
        Process process = Process.Utils.current();
        if (process == null || !process.isTty(OUTPUT)) {
            return new Terminal(Integer.MAX_VALUE, false);
        }
        int columns = number(session.get("COLUMNS"));
        if (columns <= 0) {
            return new Terminal(Integer.MAX_VALUE, false);
        }
        return Terminal.of("0 " + columns, null, text(session.get("NO_COLOR")), text(session.get("TERM")));
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static int number(Object value) {
        try {
            return value == null ? 0 : Integer.parseInt(value.toString().trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
