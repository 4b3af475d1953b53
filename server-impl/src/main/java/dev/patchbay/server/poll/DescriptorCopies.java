package dev.patchbay.server.poll;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Duplicates and closes file descriptors. A duplicate (dup(2)) stays open until it is closed itself, whatever happens to its
 * original. Programs that this process starts do not inherit it. All methods may be called from any thread.
 */
public final class DescriptorCopies {

    private DescriptorCopies() {}

    /**
     * Duplicates descriptors. If one cannot be duplicated, none is.
     *
     * @return the duplicates, in the same order; the caller has to close them
     * @throws IOException if an original is not open, or the process may not open so many descriptors
     */
    public static FileDescriptor[] of(FileDescriptor... originals) throws IOException {
        FileDescriptor[] copies = new FileDescriptor[originals.length];
        boolean complete = false;
        try {
            for (int i = 0; i < copies.length; i++) {
                copies[i] = copy(originals[i], i, copies.length);
            }
            complete = true;
            return copies;
        } finally {
            if (!complete) {
                close(copies);
            }
        }
    }

    private static FileDescriptor copy(FileDescriptor original, int index, int count) throws IOException {
        String which = "file descriptor " + (index + 1) + " of " + count;
        if (!original.valid()) {
            throw new IOException(which + " is closed; pass an open one");
        }
        try {
            return FileDescriptorCast.duplicating(original).getFileDescriptor();
        } catch (IOException e) {
            throw new IOException("cannot duplicate " + which + ": " + e.getMessage(), e);
        }
    }

    /**
     * Closes all descriptors, even if some cannot be closed. Ignores null and descriptors that are closed already.
     *
     * @throws UncheckedIOException if a descriptor cannot be closed; all others are closed
     */
    public static void close(FileDescriptor... descriptors) {
        IOException failure = null;
        for (FileDescriptor descriptor : descriptors) {
            try {
                if (descriptor != null && descriptor.valid()) {
                    new FileInputStream(descriptor).close();
                }
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw new UncheckedIOException("cannot close a file descriptor", failure);
        }
    }
}
