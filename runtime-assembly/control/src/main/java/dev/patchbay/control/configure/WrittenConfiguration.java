package dev.patchbay.control.configure;

import java.io.IOException;

/** The place where the configuration of a server is written. Used by one thread. */
public interface WrittenConfiguration {

    /**
     * Makes a change. What others have changed in the meantime is kept.
     *
     * @throws IOException if that is not possible; then nothing has changed. The message is for the operator
     */
    void change(ConfigurationChange change) throws IOException;

    /**
     * Takes the change back.
     *
     * @return whether everything is as before; false if others have changed it since, and theirs was left
     * @throws IOException if that is not possible; the message is for the operator
     */
    boolean restore() throws IOException;
}
