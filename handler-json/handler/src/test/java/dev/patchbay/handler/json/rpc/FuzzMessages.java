package dev.patchbay.handler.json.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;

/** Makes messages: good ones, whose ids are whole numbers and noted down, and bad ones, whose ids are anything else. */
final class FuzzMessages {

    private static final String[] METHODS = {
        "\"echo\"", "\"quick.echo\"", "\"later\"", "\"fail\"", "\"rpc.discover\"", "\"nobody\"", "\"\""
    };

    private static final String[] FRAGMENTS = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "\\",
        "\\ud800",
        "null",
        "true",
        "1e9",
        "-",
        "\0",
        "\u00ff",
        "\r",
        " ",
        "\t",
        "\"id\":",
        "\"jsonrpc\":\"2.0\"",
        "\"method\":",
        "\"params\":",
        "[[[[[[[[[[",
        "\u00ed\u00a0\u0080",
        "0x",
        "//"
    };

    private final Random random;
    private final Set<String> ids;
    private int next = 1_000_000_000;

    FuzzMessages(Random random, Set<String> ids) {
        this.random = random;
        this.ids = ids;
    }

    byte[] good() {
        if (random.nextInt(5) > 0) {
            return bytes(request(id()));
        }
        StringBuilder batch = new StringBuilder("[");
        for (int i = random.nextInt(6); i >= 0; i--) {
            batch.append(request(id())).append(',');
        }
        return bytes(batch.append(request("\"last\"")).append(']').toString());
    }

    private String id() {
        String id = Integer.toString(next++);
        ids.add(id);
        return id;
    }

    /** In lines a message may hold no line feed; behind headers it may. */
    byte[] bad(boolean lineFeeds) {
        byte[] message = switch (random.nextInt(6)) {
            case 0 -> bytes("x".repeat(random.nextInt(10) == 0 ? 300_000 : random.nextInt(1000)));
            case 1 -> fragments();
            case 2 -> noise(random.nextInt(300));
            case 3 -> bytes("[".repeat(random.nextInt(200)));
            default -> mutated(bytes(request("\"bad\"")));
        };
        for (int i = 0; i < message.length && !lineFeeds; i++) {
            message[i] = message[i] == '\n' ? (byte) ' ' : message[i];
        }
        return message;
    }

    private byte[] fragments() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--) {
            text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        }
        return bytes(text.toString());
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] mutated(byte[] message) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            message[random.nextInt(message.length)] = (byte) random.nextInt(256);
        }
        return message;
    }

    private String request(String id) {
        return "{\"jsonrpc\":\"2.0\",\"method\":" + METHODS[random.nextInt(METHODS.length)] + ",\"params\":" + params()
                + ",\"id\":" + id + "}";
    }

    private String params() {
        return switch (random.nextInt(5)) {
            case 0 -> "[]";
            case 1 -> "{}";
            case 2 -> "[" + random.nextInt() + "]";
            case 3 -> "{\"value\":" + random.nextInt(1000) + "}";
            default -> "[\"" + "y".repeat(random.nextInt(15_000)) + "\"]";
        };
    }

    private static byte[] bytes(String characters) {
        return characters.getBytes(StandardCharsets.ISO_8859_1);
    }
}
