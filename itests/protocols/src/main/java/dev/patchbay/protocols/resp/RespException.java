package dev.patchbay.protocols.resp;

/** An error that is the answer to a command, in the words of Redis. */
final class RespException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RespException(String answer) {
        super(answer, null, false, false);
    }

    static RespException wrongType() {
        return new RespException("WRONGTYPE Operation against a key holding the wrong kind of value");
    }

    static RespException notAnInteger() {
        return new RespException("ERR value is not an integer or out of range");
    }
}
