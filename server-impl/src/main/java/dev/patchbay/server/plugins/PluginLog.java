package dev.patchbay.server.plugins;

import java.nio.file.Path;

/** Is told what happens in a folder of plugins. Called by the thread that looks; the words are ready to be printed. */
public interface PluginLog {

    /**
     * A plugin has been installed, updated or removed, in words.
     *
     * @param what the plugin with its version, and what has become of it
     */
    void changed(String what);

    /**
     * A file cannot be used.
     *
     * @param what  the file, what is wrong with it, and what goes on instead
     * @param cause the failure; null if the words say it all
     */
    void refused(String what, Throwable cause);

    /**
     * Something else failed; what serves is not affected.
     *
     * @param what  what failed, and with which effect
     * @param cause the failure; null if the words say it all
     */
    void trouble(String what, Throwable cause);

    /**
     * {@return a path without characters that could forge a line of a log}
     *
     * @param file the path; its name may come from whoever may write to the folder
     */
    static String printable(Path file) {
        return printable(file.toString());
    }

    /**
     * {@return a text without characters that could forge a line of a log}
     *
     * @param text the text; each control character and line separator in it becomes a question mark
     */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints()
                .forEach(point -> printable.appendCodePoint(
                        Character.isISOControl(point) || point == 0x2028 || point == 0x2029 ? '?' : point));
        return printable.toString();
    }
}
