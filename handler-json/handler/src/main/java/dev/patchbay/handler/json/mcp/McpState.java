package dev.patchbay.handler.json.mcp;

import dev.patchbay.api.ConnContext;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.mcp.McpRequest.Level;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a client and the server have agreed on. It belongs to the connection: attributes of JDK types, so that it outlives
 * a swap of the handler. Safe for any thread.
 */
final class McpState {

    /** The member of {@code _meta} that says which revision a request is in, if that has no handshake. */
    static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";

    private static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

    private static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

    /** The version that the connection speaks; absent until a request has settled that. */
    private static final String VERSION = "dev.patchbay.handler.json.mcp.version";

    private static final String INITIALIZED = "dev.patchbay.handler.json.mcp.initialized";
    private static final String LEVEL = "dev.patchbay.handler.json.mcp.level";
    private static final String SUBSCRIPTIONS = "dev.patchbay.handler.json.mcp.subscriptions";

    private final Map<String, Object> attributes;

    private McpState(Map<String, Object> attributes) {
        this.attributes = attributes;
    }

    static McpState of(ConnContext conn) {
        return new McpState(conn.attributes());
    }

    /** Returns the revision that the connection speaks; null if that is not settled. */
    Revision revision() {
        return attributes.get(VERSION) instanceof String version ? Revision.of(version) : null;
    }

    /**
     * Settles the revision by a handshake.
     *
     * @throws JsonRpcException if it is settled already
     */
    void settle(Revision revision) {
        Object before = attributes.putIfAbsent(VERSION, revision.version());
        if (before != null) {
            throw mixed("initialize comes first, and once, but this connection speaks " + before
                    + "; open another connection");
        }
    }

    /** Returns the revision of a request, which settles that of the connection if it was not. */
    Revision settled(Params params) {
        Revision revision = revision(params);
        attributes.putIfAbsent(VERSION, revision.version());
        return revision;
    }

    /**
     * Returns the revision of a request.
     *
     * @throws JsonRpcException if the request is in none that is spoken here, or in another one than those before
     */
    Revision revision(Params params) {
        Revision settled = revision();
        Params meta = params.object("_meta");
        String version = meta.textOrNull(PROTOCOL_VERSION);
        if (version != null) {
            return stateless(settled, version, meta);
        }
        if (settled == null || !settled.hasHandshake()) {
            throw new JsonRpcException(
                    JsonRpcException.INVALID_PARAMS,
                    "params._meta." + PROTOCOL_VERSION + " is missing; send it with each request, with one of "
                            + Revision.STATELESS.version()
                            + (settled == null ? ", or send initialize first, with an older one" : ""));
        }
        return settled;
    }

    private static Revision stateless(Revision settled, String version, Params meta) {
        if (settled != null && settled.hasHandshake()) {
            throw mixed("this connection began with initialize and speaks " + settled.version()
                    + ", but the request has params._meta." + PROTOCOL_VERSION
                    + "; leave that out, or open another connection");
        }
        Revision asked = Revision.of(version);
        if (asked == null || asked.hasHandshake()) {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("supported", Revision.versions());
            data.put("requested", version);
            throw new JsonRpcException(UNSUPPORTED_PROTOCOL_VERSION, "Unsupported protocol version", data);
        }
        if (!meta.has(CLIENT_CAPABILITIES)) {
            throw meta.invalid(CLIENT_CAPABILITIES, "is missing; send {} if the client has none");
        }
        meta.object(CLIENT_CAPABILITIES);
        return asked;
    }

    private static JsonRpcException mixed(String what) {
        return new JsonRpcException(JsonRpcException.INVALID_REQUEST, what);
    }

    /** Records that the client has ended its handshake. */
    void initialized() {
        Revision settled = revision();
        if (settled != null && settled.hasHandshake()) {
            attributes.put(INITIALIZED, true);
        }
    }

    /** Returns whether the client is notified of changes by virtue of its handshake. */
    boolean isInitialized() {
        return attributes.containsKey(INITIALIZED);
    }

    /** Sets from which level on the client gets log messages. */
    void setLevel(Level level) {
        attributes.put(LEVEL, level.name());
    }

    /** Returns from which level on the client gets log messages. */
    Level level() {
        return attributes.get(LEVEL) instanceof String name ? Level.valueOf(name) : Level.INFO;
    }

    /** Reads the name of a level; null for none. */
    static Level level(Params params, String member) {
        String name = params.textOrNull(member);
        for (Level level : Level.values()) {
            if (name != null && name.equals(level.name().toLowerCase(Locale.ROOT))) {
                return level;
            }
        }
        if (name != null) {
            throw params.invalid(
                    member, "is no level; send debug, info, notice, warning, error, critical, alert or" + " emergency");
        }
        return null;
    }

    /** Adds a subscription to changes of the tools, by the raw id of its request. */
    void subscribe(String id) {
        subscriptions(true).add(id);
    }

    /** Removes a subscription. */
    void unsubscribe(String id) {
        if (attributes.containsKey(SUBSCRIPTIONS)) {
            subscriptions(true).remove(id);
        }
    }

    /** Returns the raw ids of all subscriptions. */
    Collection<String> subscriptions() {
        return subscriptions(false);
    }

    @SuppressWarnings("unchecked") // Only versions of this class use this key.
    private Set<String> subscriptions(boolean make) {
        Object all = make
                ? attributes.computeIfAbsent(SUBSCRIPTIONS, key -> ConcurrentHashMap.newKeySet())
                : attributes.getOrDefault(SUBSCRIPTIONS, Set.of());
        return (Set<String>) all;
    }
}
