package dev.patchbay.protocols.fastcgi;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.MalformedFrameException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Serves FastCGI, one request at a time for each connection; a second one is refused, as the protocol has it. */
public final class FastCgiHandler implements Handler {

    private static final int RESPONDER = 1;
    private static final int KEEP_CONNECTION = 1;
    private static final int PARAMETERS_MAX = 256 * 1024;

    /** How a request ends. */
    private static final int COMPLETE = 0;

    private static final int CANNOT_MULTIPLEX = 1;
    private static final int UNKNOWN_ROLE = 3;

    private static final Map<String, String> VALUES =
            Map.of("FCGI_MAX_CONNS", "10000", "FCGI_MAX_REQS", "10000", "FCGI_MPXS_CONNS", "0");

    private final Responder responder;

    FastCgiHandler(Responder responder) {
        this.responder = responder;
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        FastCgiRequest request = new FastCgiRequest(conn);
        while (conn.isWritable()) {
            ByteBuffer rest = in.duplicate();
            FastCgiRecord record = FastCgiRecord.take(rest);
            if (record == null || !serve(request, record, rest)) {
                return;
            }
            in.position(rest.position());
        }
    }

    /** Serves a record; returns whether it is done with. */
    private boolean serve(FastCgiRequest request, FastCgiRecord record, ByteBuffer rest) {
        if (record.request() == 0) {
            manage(request.conn(), record);
        } else if (record.type() == FastCgiRecord.BEGIN_REQUEST) {
            begin(request, record);
        } else if (record.request() == request.number()) {
            return proceed(request, record, rest);
        }
        return true; // Records of a request that was refused or has ended are ignored.
    }

    private static void manage(ConnContext conn, FastCgiRecord record) {
        int type = FastCgiRecord.UNKNOWN_TYPE;
        ByteBuffer content = ByteBuffer.allocate(8).put(0, (byte) record.type());
        if (record.type() == FastCgiRecord.GET_VALUES) {
            Map<String, String> known = new LinkedHashMap<>(NameValuePairs.decode(record.content()));
            known.keySet().retainAll(VALUES.keySet());
            known.replaceAll((name, nothing) -> VALUES.get(name));
            type = FastCgiRecord.GET_VALUES_RESULT;
            content = NameValuePairs.encode(known);
        }
        conn.write(new FastCgiRecord(type, 0, content).encode());
    }

    private static void begin(FastCgiRequest request, FastCgiRecord record) {
        boolean keepsConnection = (record.content().get(2) & KEEP_CONNECTION) != 0;
        if (request.number() != 0) {
            end(request.conn(), record.request(), CANNOT_MULTIPLEX);
        } else if (record.content().getChar(0) == RESPONDER) {
            request.begin(record.request(), keepsConnection);
        } else {
            end(request.conn(), record.request(), UNKNOWN_ROLE);
            if (!keepsConnection) {
                request.conn().close();
            }
        }
    }

    private boolean proceed(FastCgiRequest request, FastCgiRecord record, ByteBuffer rest) {
        ByteArrayOutputStream open = request.openParameters();
        if (record.type() == FastCgiRecord.ABORT_REQUEST) {
            end(request);
        } else if (record.type() == FastCgiRecord.PARAMS && open != null) {
            takeParameters(request, open, record.content());
        } else if (record.type() == FastCgiRecord.STDIN && open == null) {
            return takeInput(request, record.content(), rest);
        }
        return true;
    }

    private void takeParameters(FastCgiRequest request, ByteArrayOutputStream open, ByteBuffer content) {
        if (content.hasRemaining()) {
            if (open.size() + content.remaining() > PARAMETERS_MAX) {
                throw new MalformedFrameException(
                        "the parameters are longer than " + PARAMETERS_MAX + " bytes; send fewer");
            }
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            open.writeBytes(bytes);
        } else {
            request.closeParameters();
            responder.begin(request);
        }
    }

    /** Passes input on, or answers at its end, unless the web server has given up. */
    private boolean takeInput(FastCgiRequest request, ByteBuffer content, ByteBuffer rest) {
        if (content.hasRemaining()) {
            responder.input(request, content);
        } else if (!isAbort(FastCgiRecord.take(rest.duplicate()), request)) {
            if (!responder.answer(request)) {
                return false;
            }
            request.write(FastCgiRecord.STDOUT, ByteBuffer.allocate(0));
            end(request);
        }
        return true;
    }

    private static boolean isAbort(FastCgiRecord record, FastCgiRequest request) {
        return record != null && record.type() == FastCgiRecord.ABORT_REQUEST && record.request() == request.number();
    }

    private static void end(FastCgiRequest request) {
        end(request.conn(), request.number(), COMPLETE);
        if (!request.keepsConnection()) {
            request.conn().close();
        }
        request.forget();
    }

    private static void end(ConnContext conn, int request, int how) {
        ByteBuffer content = ByteBuffer.allocate(8).put(4, (byte) how);
        conn.write(new FastCgiRecord(FastCgiRecord.END_REQUEST, request, content).encode());
    }
}
