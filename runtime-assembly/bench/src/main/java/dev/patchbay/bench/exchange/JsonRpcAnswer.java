package dev.patchbay.bench.exchange;

import java.nio.charset.StandardCharsets;

/**
 * The members of a JSON-RPC message that say what it answers, and how. It is read without a tree of objects, because the time that
 * this takes is in each latency.
 */
final class JsonRpcAnswer {

    private static final int EXCERPT = 120;

    private final byte[] text;
    private final int length;
    private int at;

    private long id = -1;
    private boolean method;
    private boolean result;
    private String error;

    private JsonRpcAnswer(byte[] text, int length) {
        this.text = text;
        this.length = length;
    }

    /** Reads the message in the first bytes of an array. */
    static JsonRpcAnswer parse(byte[] text, int length) throws WrongAnswer {
        JsonRpcAnswer answer = new JsonRpcAnswer(text, length);
        answer.members();
        if (!answer.method && !answer.result && answer.error == null) {
            throw answer.wrong();
        }
        return answer;
    }

    /** Returns whether it answers nothing. */
    boolean isNotification() {
        return method;
    }

    /** Returns the id; -1 if it is no whole number. */
    long id() {
        return id;
    }

    /** Returns the error, which is its JSON text, or null. */
    String error() {
        return error;
    }

    /** Returns the beginning of the message. */
    String excerpt() {
        return new String(text, 0, Math.min(EXCERPT, length), StandardCharsets.UTF_8) + (length > EXCERPT ? "…" : "");
    }

    private WrongAnswer wrong() {
        return new WrongAnswer("an answer is not JSON-RPC: " + excerpt());
    }

    private void members() throws WrongAnswer {
        expect('{');
        while (true) {
            int nameFrom = skipBlanks() + 1;
            skipValue();
            int nameLength = at - 1 - nameFrom;
            expect(':');
            int from = skipBlanks();
            skipValue();
            member(nameFrom, nameLength, from);
            skipBlanks();
            if (at < length && text[at] == '}') {
                return;
            }
            expect(',');
        }
    }

    private void member(int nameFrom, int nameLength, int from) {
        if (is("id", nameFrom, nameLength)) {
            id = number(from);
        } else if (is("result", nameFrom, nameLength)) {
            result = true;
        } else if (is("method", nameFrom, nameLength)) {
            method = true;
        } else if (is("error", nameFrom, nameLength) && text[from] == '{') {
            error = new String(text, from, Math.min(EXCERPT, at - from), StandardCharsets.UTF_8);
        }
    }

    private boolean is(String name, int from, int nameLength) {
        if (nameLength != name.length()) {
            return false;
        }
        for (int i = 0; i < nameLength; i++) {
            if (text[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private long number(int from) {
        long number = 0;
        for (int i = from; i < at; i++) {
            if (text[i] < '0' || text[i] > '9' || number > Long.MAX_VALUE / 16) {
                return -1;
            }
            number = number * 10 + text[i] - '0';
        }
        return number;
    }

    private int skipBlanks() {
        while (at < length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) {
            at++;
        }
        return at;
    }

    private void expect(char character) throws WrongAnswer {
        if (skipBlanks() >= length || text[at++] != character) {
            throw wrong();
        }
    }

    /** Skips a string, an object or array with all that is in it, or a word. */
    private void skipValue() throws WrongAnswer {
        int open = 0;
        int from = at;
        while (at < length) {
            byte next = text[at];
            if (next == '"') {
                skipString();
            } else if (next == '{' || next == '[') {
                open++;
                at++;
            } else if (next == '}' || next == ']') {
                if (open == 0) {
                    break;
                }
                open--;
                at++;
            } else if (open == 0 && (next == ',' || next == ':' || next == ' ')) {
                break;
            } else {
                at++;
                continue;
            }
            if (open == 0) {
                break;
            }
        }
        if (at == from || open > 0) {
            throw wrong();
        }
    }

    private void skipString() throws WrongAnswer {
        for (at++; at < length; at++) {
            if (text[at] == '\\') {
                at++;
            } else if (text[at] == '"') {
                at++;
                return;
            }
        }
        throw wrong();
    }
}
