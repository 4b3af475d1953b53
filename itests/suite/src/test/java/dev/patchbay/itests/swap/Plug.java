package dev.patchbay.itests.swap;

import java.io.IOException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** The bundle of a probe, and its requested state: the version, the ranking, and whether it is installed. */
final class Plug {

    private final ProbeFramework framework;
    private final String name;
    private final char letter;
    private final String execution;
    private final Bundle bundle;
    private int version = 1;
    private int ranking;
    private boolean present;

    Plug(ProbeFramework framework, String server, char letter, String execution) throws IOException, BundleException {
        this.framework = framework;
        this.name = prefix(server) + letter;
        this.letter = letter;
        this.execution = execution;
        this.bundle = framework.install(name, ProbeBundle.probe(name, letter, version, execution));
    }

    /** Returns what the names of a server's probes begin with. */
    static String prefix(String server) {
        return "probe." + server + ".";
    }

    /** Returns its handler's name. */
    String name() {
        return name;
    }

    Bundle bundle() {
        return bundle;
    }

    int ranking() {
        return ranking;
    }

    boolean isPresent() {
        return present;
    }

    /** Makes its handler come, or change its ranking. Happens later, on Configuration Admin's thread. */
    void rank(int wanted) throws IOException {
        ranking = wanted;
        present = true;
        framework.configureProbe(name, wanted);
    }

    /** Makes its handler go. Happens later, on Configuration Admin's thread. */
    void remove() throws IOException {
        present = false;
        framework.deleteProbe(name);
    }

    /** Gives the bundle new content, on this thread; {@code inSteps} stops it first and starts it afterwards. */
    void update(boolean inSteps) throws BundleException, IOException {
        version++;
        if (inSteps) {
            bundle.stop();
        }
        bundle.update(ProbeBundle.probe(name, letter, version, execution));
        if (inSteps) {
            bundle.start();
        }
    }

    /** Stops and starts the bundle, on this thread. */
    void restart() throws BundleException {
        bundle.stop();
        bundle.start();
    }

    /** Returns its letter and version, as answers have them. */
    String identity() {
        return letter + " " + version;
    }

    @Override
    public String toString() {
        return identity() + (present ? " ranked " + ranking : " absent");
    }
}
