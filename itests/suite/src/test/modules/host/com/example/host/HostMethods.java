package com.example.host;

import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.JsonRpcMethod;

/** Methods of the program. The package is exported, so that they can be called. */
@JsonRpcFunctions(scope = "host", function = "add")
public final class HostMethods {

    /** A value that clients pass and get. */
    public record Point(int x, int y) {}

    /** Creates them. */
    public HostMethods() {}

    /** Adds two points. */
    public Point add(Point a, Point b) {
        return new Point(a.x() + b.x(), a.y() + b.y());
    }

    /** Has a name that is no Java name. */
    @JsonRpcMethod("textDocument/hover")
    public String hover() {
        return "hover";
    }
}
