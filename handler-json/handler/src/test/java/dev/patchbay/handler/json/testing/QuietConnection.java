package dev.patchbay.handler.json.testing;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.ConnectionRef;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.SlowConsumer;
import java.io.FileDescriptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A connection that takes everything, counts it, and makes no garbage. */
public class QuietConnection implements ConnContext {

    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private long written;

    @Override
    public void write(ByteBuffer data) {
        written += data.remaining();
        data.position(data.limit());
    }

    @Override
    public void write(ByteBuffer data, FileDescriptor... descriptors) {
        write(data);
    }

    @Override
    public boolean offer(ByteBuffer data) {
        write(data);
        return true;
    }

    @Override
    public void messageMax(int bytes) {}

    @Override
    public void endOutput() {}

    @Override
    public boolean isOutputEnded() {
        return false;
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void afterSent(Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectionRef ref() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectionGroup group(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void mailbox(int capacity, SlowConsumer whenFull) {}

    @Override
    public void flush() {}

    @Override
    public long bytesOut() {
        return written;
    }

    @Override
    public Pending pending() {
        return () -> {};
    }

    @Override
    public Map<String, Object> attributes() {
        return attributes;
    }

    @Override
    public int seenUpTo() {
        return 0;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public Optional<String> previousHandler() {
        return Optional.empty();
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public String server() {
        return "quiet";
    }

    @Override
    public String localAddress() {
        return "@quiet";
    }

    @Override
    public String remoteAddress() {
        return "";
    }

    @Override
    public PeerCredentials peer() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Instant acceptedAt() {
        return Instant.EPOCH;
    }

    @Override
    public boolean isDraining() {
        return false;
    }

    @Override
    public CompletionStage<ReleaseReason> closed() {
        return new CompletableFuture<>();
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public void close() {}

    @Override
    public void abort() {}

    @Override
    public void pauseInput() {}

    @Override
    public void resumeInput() {}

    @Override
    public void interruptWhenClientCloses(boolean interrupt) {}

    @Override
    public void idleTimeout(Duration timeout) {}

    @Override
    public void acceptDescriptors(int max) {}

    @Override
    public List<FileDescriptor> takeDescriptors() {
        return List.of();
    }

    @Override
    public long bytesIn() {
        return 0;
    }
}
