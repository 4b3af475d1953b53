package dev.patchbay.support;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a configuration file stands for: {@code PID~NAME.cfg} or {@code PID-NAME.cfg} for a configuration of a factory,
 * and {@code PID.cfg} for the only configuration of a component.
 *
 * @param pid  the PID of the component, or of the factory
 * @param name the name of the configuration within the factory; empty if the PID is not of a factory
 */
record ConfigurationName(String pid, String name) {

    /** The factory PID of servers. */
    static final String SERVER = "dev.patchbay.server";

    /** The PID of the JSON-RPC handler, and the factory PID of those beside it. */
    private static final String JSON = "dev.patchbay.handler.json";

    /** The PID of the MCP handler, and the factory PID of those beside it. */
    private static final String MCP = "dev.patchbay.handler.mcp";

    private static final Pattern FACTORY = Pattern.compile("([^~]+)~(.+)|([^~-]+)-(.+)", Pattern.DOTALL);
    private static final String EXTENSION = ".cfg";

    /** Names that look like configurations to people, but are not read. */
    private static final Pattern LOOKS_READ =
            Pattern.compile("(?is).*\\.(cfg|conf|config|properties|ini|ya?ml|toml)|.*\\.cfg\\..*|dev\\.patchbay\\..*");

    /** Files that editors and package managers leave for a moment or for themselves, and that nobody expects to be read. */
    private static final Pattern TEMPORARY = Pattern.compile("(?is)\\..*|.*~|.*\\.(sw[a-p]|tmp|part)|#.*#");

    /** Returns what a file stands for; empty if no file of that name is read. */
    static Optional<ConfigurationName> of(String file) {
        if (!file.endsWith(EXTENSION) || file.startsWith(".")) {
            return Optional.empty();
        }
        String base = file.substring(0, file.length() - EXTENSION.length());
        Matcher factory = FACTORY.matcher(base);
        if (factory.matches()) {
            return Optional.of(
                    factory.group(1) != null
                            ? new ConfigurationName(factory.group(1), factory.group(2))
                            : new ConfigurationName(factory.group(3), factory.group(4)));
        }
        boolean isPid = !base.isEmpty() && base.indexOf('~') < 0 && base.indexOf('-') < 0;
        return isPid ? Optional.of(new ConfigurationName(base, "")) : Optional.empty();
    }

    /** Returns whether the file configures a server. */
    boolean isServer() {
        return pid.equals(SERVER) && !name.isEmpty();
    }

    /**
     * Returns whether the file is not to be applied, because it uses the PID of servers as that of no factory. Declarative Services
     * would no longer accept the right configurations of that component.
     */
    boolean isMisplaced() {
        return pid.equals(SERVER) && name.isEmpty();
    }

    /** Returns the full PID of the configuration, which two files may share. */
    String fullPid() {
        return name.isEmpty() ? pid : pid + "~" + name;
    }

    /**
     * Returns why a file of a folder of configurations has no effect, and what to do, as the rest of a sentence after its name. Empty
     * if the file has an effect, or if nobody would expect one.
     */
    static String advice(String file) {
        Optional<ConfigurationName> read = of(file);
        if (read.isEmpty()) {
            boolean isMistake = LOOKS_READ.matcher(file).matches()
                    && !TEMPORARY.matcher(file).matches();
            return isMistake
                    ? "is not read: a configuration is named PID.cfg or PID~NAME.cfg, that of a server " + SERVER
                            + "~NAME.cfg; rename it, or move it out of this folder"
                    : "";
        }
        String pid = read.get().pid;
        String name = read.get().name;
        if (pid.equals(SERVER)) {
            return name.isEmpty()
                    ? "configures no server, because it gives none a name; rename it to " + SERVER + "~NAME.cfg"
                    : "";
        }
        if (pid.equals(JSON) || pid.equals(MCP)) {
            return "";
        }
        // Plugins may have any PID of their own, but those have dots, as packages do, and do not begin like ours.
        boolean isForeign =
                pid.indexOf('.') > 0 && !pid.regionMatches(true, 0, "dev.patchbay", 0, "dev.patchbay".length());
        return isForeign
                ? ""
                : "has no effect: nothing is configured by the PID " + pid + "; for a server, rename it to " + SERVER
                        + "~" + (name.isEmpty() ? "NAME" : name) + ".cfg";
    }
}
