package dev.patchbay.server.poll;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Duplicates of file descriptors, as dup(2) makes them: each stays open until it is closed itself, whatever happens to the
 * one that it was made from. Programs that this process starts do not inherit them. For all threads.
 */
public final class DescriptorCopies {

    private DescriptorCopies() {}

    /**
     * Duplicates descriptors: all of them, or none if that fails.
     *
     * @return the copies, in the same order; the caller closes them
     * @throws IOException if one of them is not open, or the process may not open so many
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
            throw new IOException(which + " is closed; it has to be open when it is handed over");
        }
        try {
            return FileDescriptorCast.duplicating(original).getFileDescriptor();
        } catch (IOException e) {
            throw new IOException("cannot duplicate " + which + ": " + e.getMessage(), e);
        }
    }

    /**
     * Closes descriptors, each of them, whatever happens with the others; null and closed ones are passed over.
     *
     * @throws UncheckedIOException if one of them cannot be closed
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
