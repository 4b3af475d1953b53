package dev.patchbay.handler.json.config;

import dev.patchbay.jsonrpc.JsonRpcFunctions;
import java.util.Locale;

/**
 * The value of {@code methods.target}. A filter that does not name the property {@code jsonrpc.audience} is completed, so
 * that it selects no service with an audience: methods for some clients only, such as those that control the host, are
 * offered where they are asked for by that property, and nowhere else.
 */
final class MethodsTarget {

    /** Selects the services without an audience. */
    static final String WITHOUT_AUDIENCE = "(!(" + JsonRpcFunctions.AUDIENCE + "=*))";

    private static final String NAMED = "(" + JsonRpcFunctions.AUDIENCE;

    private MethodsTarget() {}

    /**
     * Completes a filter.
     *
     * @param filter a valid filter in its normal form, without white space around its names
     */
    static String complete(String filter) {
        return namesAudience(filter.toLowerCase(Locale.ROOT)) ? filter : "(&" + filter + WITHOUT_AUDIENCE + ")";
    }

    /** A parenthesis in a value has a backslash in front of it. A longer name goes on instead of being compared. */
    private static boolean namesAudience(String filter) {
        for (int at = filter.indexOf(NAMED); at >= 0; at = filter.indexOf(NAMED, at + 1)) {
            int end = at + NAMED.length();
            boolean isName = at == 0 || filter.charAt(at - 1) != '\\';
            if (isName && end < filter.length() && "=<>~".indexOf(filter.charAt(end)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
