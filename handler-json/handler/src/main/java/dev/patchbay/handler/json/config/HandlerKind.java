package dev.patchbay.handler.json.config;

/** The kinds of handlers. Of each, one is there without any configuration. */
public enum HandlerKind {
    /** JSON-RPC. */
    JSON("dev.patchbay.handler.json", "json", 0, "methods.target"),
    /** The Model Context Protocol. Below the others, so that a server that takes any handler takes one of those. */
    MCP("dev.patchbay.handler.mcp", "mcp", -1, "tools.target");

    private final String pid;
    private final HandlerDefinition definition;
    private final String targetKey;

    HandlerKind(String pid, String name, int ranking, String targetKey) {
        this.pid = pid;
        this.targetKey = targetKey;
        definition = new HandlerDefinition(name, MethodsTarget.WITHOUT_AUDIENCE, ranking, Settings.DEFAULTS);
    }

    /** Returns the PID of the handler that is there without any configuration, and the factory PID of all others. */
    public String pid() {
        return pid;
    }

    /** Returns what PIDs of configurations of the factory begin with. The name of the handler follows. */
    public String mark() {
        return pid + "~";
    }

    /** Returns the handler that is there without any configuration. It offers all methods that have no audience. */
    public HandlerDefinition definition() {
        return definition;
    }

    /** Returns the key of the filter that selects services. */
    public String targetKey() {
        return targetKey;
    }

    /**
     * Returns whether a configuration is of this kind.
     *
     * @param factoryPid the PID of its factory; null for none
     */
    public boolean isOf(String configuration, String factoryPid) {
        return configuration.equals(pid) || configuration.startsWith(mark()) || pid.equals(factoryPid);
    }
}
