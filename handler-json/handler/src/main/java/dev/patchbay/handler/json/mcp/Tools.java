package dev.patchbay.handler.json.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tools that are present, by name. Names have letters, digits, {@code _} and {@code -} only, and at most 64 of them,
 * which all clients take; {@code math.add} becomes {@code math_add}. If two methods come to the same name, the one whose
 * name needed no change has it, or else the first in the alphabet; the others have a number made of their own name added.
 * So a name depends on nothing but the names of the methods. Safe for any thread.
 */
final class Tools {

    private static final Logger LOG = LoggerFactory.getLogger(Tools.class);

    private static final int NAME_MAX = 64;
    private static final int NUMBER_LENGTH = 9;

    private final MethodRegistry methods;
    private final int pageSize;
    private volatile Table table = new Table(-1, new TreeMap<>());

    /** Methods that cannot be tools, and of which that has been logged. Guarded by this. */
    private Set<String> refused = new HashSet<>();

    /** The tools that belong to a version of the registry. */
    private record Table(long version, NavigableMap<String, Tool> byName) {}

    /** Some of the tools, and where the next ones begin; the cursor of the last page is null. */
    record Page(List<Tool> tools, String nextCursor) {}

    Tools(MethodRegistry methods, int pageSize) {
        this.methods = methods;
        this.pageSize = pageSize;
        // At once, and not when a client asks, so that nothing here keeps a service that has gone.
        methods.addListener(this::table);
    }

    /** Returns the number that is another one after each change. */
    long version() {
        return methods.version();
    }

    /** Returns the tool with that name; null if there is none. */
    Tool get(String name) {
        return table().byName().get(name);
    }

    /**
     * Returns the tools after those of an earlier page, sorted by name. A cursor names the last one of that page, so it
     * stays right while tools come and go.
     *
     * @param cursor the cursor of that page; null for the first page
     */
    Page page(String cursor) {
        NavigableMap<String, Tool> all = table().byName();
        NavigableMap<String, Tool> rest = cursor == null ? all : all.tailMap(decode(cursor), false);
        List<Tool> tools = rest.values().stream().limit(pageSize).toList();
        return new Page(tools, tools.size() < rest.size() ? encode(tools.get(pageSize - 1)) : null);
    }

    private static String encode(Tool last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(last.name().getBytes(UTF_8));
    }

    private static String decode(String cursor) {
        try {
            String name = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
            if (!name.isEmpty() && name.equals(plain(name))) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            // Not one of encode: see below.
        }
        throw new JsonRpcException(
                JsonRpcException.INVALID_PARAMS,
                "params.cursor is not the nextCursor of an earlier page; send that, or none for the first page");
    }

    private Table table() {
        Table known = table;
        return known.version() == methods.version() ? known : rebuild();
    }

    private synchronized Table rebuild() {
        long version = methods.version();
        if (table.version() == version) {
            return table;
        }
        NavigableMap<String, Tool> before = table.byName();
        NavigableMap<String, Tool> byName = new TreeMap<>();
        Set<String> unfit = new HashSet<>();
        List<RpcMethod> ordered = methods.all().stream()
                .sorted(Comparator.comparing(
                                (RpcMethod method) -> !method.name().equals(plain(method.name())))
                        .thenComparing(RpcMethod::name))
                .toList();
        for (RpcMethod method : ordered) {
            if (!method.overloads().stream()
                    .allMatch(overload -> overload.hasParameterNames() || overload.takesWholeParams())) {
                unfit.add(method.name());
                continue;
            }
            String name = plain(method.name());
            add(byName.containsKey(name) ? numbered(method.name()) : name, method, before, byName);
        }
        report(unfit);
        table = new Table(version, byName);
        return table;
    }

    private static void add(
            String name, RpcMethod method, NavigableMap<String, Tool> before, NavigableMap<String, Tool> byName) {
        Tool known = before.get(name);
        Tool tool = new Tool(name, method);
        byName.put(name, known != null && known.is(name, method) ? tool.describedAs(known) : tool);
    }

    private void report(Set<String> unfit) {
        for (String name : unfit) {
            if (!refused.contains(name)) {
                LOG.error(
                        "{} is no tool, because its parameters have no names; compile with -parameters, or use @Param",
                        Printable.name(name));
            }
        }
        refused = unfit;
    }

    /** Returns the name of a tool for that of a method. */
    static String plain(String method) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < method.length(); i++) {
            char next = method.charAt(i);
            boolean isAllowed = next >= 'a' && next <= 'z'
                    || next >= 'A' && next <= 'Z'
                    || next >= '0' && next <= '9'
                    || next == '-'
                    || next == '_';
            name.append(isAllowed ? next : '_');
        }
        return name.length() > NAME_MAX ? numbered(method) : name.toString();
    }

    private static String numbered(String method) {
        String whole =
                method.length() > NAME_MAX - NUMBER_LENGTH ? method.substring(0, NAME_MAX - NUMBER_LENGTH) : method;
        // The hash of a string is part of its specification, so it is the same in any Java.
        return plain(whole) + "_" + String.format(Locale.ROOT, "%08x", method.hashCode());
    }
}
