package dev.patchbay.handler.json.testing;

import dev.patchbay.jsonrpc.AllParams;
import dev.patchbay.jsonrpc.JsonText;

/** Gives parameters back as they came. */
public final class EchoMethods {

    public JsonText echo(@AllParams JsonText params) {
        return params;
    }
}
