package dev.patchbay.jsonrpc;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A JSON value exactly as the client wrote it, including its digits, member order and white space. A parameter of this
 * type takes the value without binding it; a result of this type is sent unchanged, on one line. Instances are valid
 * JSON, immutable, and safe for any thread.
 *
 * <p>A member of an object whose Java type depends on its other members is put aside before it is bound, and is then
 * written anew: the same value, though perhaps with other white space, escapes and notation of numbers.
 */
@ProviderType
public interface JsonText {

    /** {@return a copy of the text in UTF-8} */
    byte[] utf8();

    /** Returns the text. */
    @Override
    String toString();
}
