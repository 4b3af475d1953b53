package dev.patchbay.protocols.fastcgi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Answers by the name of the script: {@code /echo} with the input, {@code /digest} with its SHA-256, {@code /zeros} with as
 * many zero bytes as the query says, and all others with the query.
 */
final class SampleResponder implements Responder {

    private static final String HEADER = "Content-Type: text/plain\r\n\r\n";
    private static final byte[] ZEROS = new byte[32 * 1024];

    @Override
    public void begin(FastCgiRequest request) {
        if (name(request).equals("/digest")) {
            request.keep(sha256()); // nginx sends no more input once the answer has begun.
            return;
        }
        request.write(ISO_8859_1.encode(HEADER));
        if (name(request).equals("/zeros")) {
            request.keep(new long[] {Long.parseLong(query(request))});
        }
    }

    @Override
    public void input(FastCgiRequest request, ByteBuffer part) {
        if (request.state() instanceof MessageDigest digest) {
            digest.update(part);
        } else if (name(request).equals("/echo")) {
            request.write(part);
        }
    }

    @Override
    public boolean answer(FastCgiRequest request) {
        if (request.state() instanceof MessageDigest digest) {
            request.write(ISO_8859_1.encode(HEADER + HexFormat.of().formatHex(digest.digest()) + "\n"));
        } else if (request.state() instanceof long[] left) {
            return writeZeros(request, left);
        } else if (!name(request).equals("/echo")) {
            request.write(ISO_8859_1.encode(query(request) + "\n"));
        }
        return true;
    }

    private static boolean writeZeros(FastCgiRequest request, long[] left) {
        while (left[0] > 0 && request.conn().isWritable()) {
            int length = (int) Math.min(left[0], ZEROS.length);
            request.write(ByteBuffer.wrap(ZEROS, 0, length));
            left[0] -= length;
        }
        return left[0] == 0;
    }

    private static String name(FastCgiRequest request) {
        return request.parameters().getOrDefault("SCRIPT_NAME", "");
    }

    private static String query(FastCgiRequest request) {
        return request.parameters().getOrDefault("QUERY_STRING", "");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
