package dev.patchbay.server.poll;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** A port whose bytes and descriptors go through a channel of junixsocket's. */
abstract class ChannelPort extends Port {

    private static final FileDescriptor[] NONE = {};

    /** A control message with {@code n} descriptors is smaller than this plus four times {@code n}. */
    private static final int CONTROL_HEADER = 64;

    /** The greatest number of descriptors in one message that junixsocket can receive, whatever size its buffer has. */
    private static final int MOST_OF_JUNIXSOCKET = 60;

    private static final String NO_ROOM = "No buffer space available";

    private final ClientSocket socket;
    private final AFUNIXSocketChannel channel;
    private int mostDescriptors;

    /** Takes over a socket; {@link #close} closes it. */
    ChannelPort(ClientSocket socket, AFUNIXSocketChannel channel) {
        this.socket = socket;
        this.channel = channel;
    }

    @Override
    protected final int readBytes(Chunk into, int offset, int length) throws IOException {
        ByteBuffer bytes = into.bytes().limit(offset + length).position(offset);
        boolean interrupted = Thread.interrupted();
        try {
            return channel.read(bytes);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    protected final int writeBytes(Chunk from, int offset, int length) throws IOException {
        ByteBuffer bytes = from.bytes().limit(offset + length).position(offset);
        boolean interrupted = Thread.interrupted();
        try {
            return Math.max(0, channel.write(bytes));
        } finally {
            restore(interrupted);
        }
    }

    @Override
    protected final int writeWithDescriptors(Chunk from, int offset, int length, FileDescriptor[] descriptors)
            throws IOException {
        channel.setOutboundFileDescriptors(descriptors);
        try {
            return writeBytes(from, offset, length);
        } finally {
            channel.setOutboundFileDescriptors(NONE);
        }
    }

    @Override
    protected final void expectDescriptors(int max) throws IOException {
        mostDescriptors = max;
        channel.setAncillaryReceiveBufferSize(max == 0 ? 0 : CONTROL_HEADER + Integer.BYTES * max);
    }

    @Override
    protected final int readWithDescriptors(Chunk into, int offset, int length) throws IOException {
        try {
            return readBytes(into, offset, length);
        } catch (IOException e) {
            if (NO_ROOM.equals(e.getMessage())) {
                throw TooManyDescriptorsException.forPoller(MOST_OF_JUNIXSOCKET, e);
            }
            throw e;
        }
    }

    @Override
    public final List<FileDescriptor> takeDescriptors() throws IOException {
        FileDescriptor[] received = passesDescriptors() ? channel.getReceivedFileDescriptors() : null;
        return received == null || received.length == 0 ? List.of() : List.of(independent(received));
    }

    /** Returns duplicates, since junixsocket closes descriptors along with the socket through which they came. */
    private FileDescriptor[] independent(FileDescriptor[] received) throws IOException {
        FileDescriptor[] copies = new FileDescriptor[received.length];
        boolean complete = false;
        try {
            if (received.length > mostDescriptors) {
                throw TooManyDescriptorsException.forHandler(received.length, mostDescriptors);
            }
            for (int i = 0; i < received.length; i++) {
                copies[i] = DescriptorCopies.of(received[i])[0];
                DescriptorCopies.close(received[i]);
            }
            complete = true;
            return copies;
        } finally {
            if (!complete) {
                DescriptorCopies.close(copies);
                DescriptorCopies.close(received);
            }
        }
    }

    @Override
    public final boolean mayBeInterrupted() {
        return true;
    }

    @Override
    public final void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Sets the interrupt flag again. It was cleared because a channel closes when an interrupted thread uses it. */
    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
