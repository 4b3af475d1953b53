package dev.patchbay.handler.json.call;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.message.Workspace;
import dev.patchbay.handler.json.message.WorkspacePool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects the responses to a batch and delivers them as one array after the last (JSON-RPC 2.0, section 6). Safe for
 * any thread.
 *
 * <p>What is collected is bounded: the response that crosses the limit is the last one with a result.
 */
public final class BatchResponse {

    private final byte[][] collected;
    private final AtomicInteger missing;
    private final ResponseSink target;
    private final WorkspacePool workspaces;
    private final KeptBytes kept;
    private final int limit;

    /** How many bytes of results were accepted. */
    private final AtomicLong accepted = new AtomicLong();

    /** How many bytes were collected, errors included. */
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Creates an empty batch response.
     *
     * @param size the number of responses, at least one
     * @param target the sink for the array
     * @param kept counts what is collected
     * @param limit the number of bytes after which no further result is accepted
     */
    public BatchResponse(int size, ResponseSink target, WorkspacePool workspaces, KeptBytes kept, int limit) {
        this.collected = new byte[size][];
        this.missing = new AtomicInteger(size);
        this.target = target;
        this.workspaces = workspaces;
        this.kept = kept;
        this.limit = limit;
    }

    /** Returns the sink for the response with that index. */
    public ResponseSink slot(int number) {
        return new ResponseSink() {
            @Override
            public void deliver(OutputBuffer response) {
                collect(number, response.copy());
            }

            @Override
            public void skip() {
                collect(number, new byte[0]);
            }

            @Override
            public boolean isFull() {
                return accepted.get() > limit;
            }

            @Override
            public boolean accepts(int length) {
                return accepted.getAndAdd(length) <= limit;
            }
        };
    }

    private void collect(int number, byte[] response) {
        collected[number] = response;
        bytes.addAndGet(response.length);
        kept.add(response.length);
        if (missing.decrementAndGet() == 0) {
            try {
                deliver();
            } finally {
                kept.remove(bytes.get());
            }
        }
    }

    private void deliver() {
        Workspace workspace = workspaces.acquire();
        try {
            OutputBuffer out = workspace.output().clear();
            for (byte[] response : collected) {
                if (response.length > 0) {
                    out.write(out.length() == 0 ? '[' : ',');
                    out.write(response);
                }
            }
            if (out.length() == 0) {
                target.skip();
            } else {
                out.write(']');
                target.deliver(out);
            }
        } finally {
            workspaces.release(workspace);
        }
    }
}
