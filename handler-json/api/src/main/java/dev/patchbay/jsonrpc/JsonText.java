package dev.patchbay.jsonrpc;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A JSON value as the client has written it: digits, member order, white space and all. As a parameter's type it takes
 * the value without binding it to anything; as a result it is sent as it is. It is known to be valid JSON, and immutable.
 */
@ProviderType
public interface JsonText {

    /** Returns a copy of the bytes, in UTF-8. */
    byte[] utf8();

    /** Returns the text. */
    @Override
    String toString();
}
