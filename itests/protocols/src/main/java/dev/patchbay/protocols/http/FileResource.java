package dev.patchbay.protocols.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Sends the files of a folder.
 *
 * @param folder  the folder
 * @param chunked whether to send them in chunks, as if their length was not known
 */
record FileResource(Path folder, boolean chunked) implements Resource {

    private static final Pattern NAME = Pattern.compile("\\w[\\w.-]*");
    private static final int PART_BYTES = 32 * 1024;

    @Override
    public boolean answer(Exchange exchange) throws IOException {
        FileChannel file = exchange.state() == null ? open(exchange) : (FileChannel) exchange.state();
        if (exchange.request().isHead()) {
            return true;
        }
        ByteBuffer part = ByteBuffer.allocate(PART_BYTES);
        while (exchange.conn().isWritable()) {
            boolean last = file.read(part.clear()) < PART_BYTES;
            exchange.write(part.flip());
            if (last) {
                exchange.end();
                return true;
            }
        }
        return false;
    }

    private FileChannel open(Exchange exchange) throws IOException {
        String path = exchange.request().path();
        String name = path.substring(path.indexOf('/', 1) + 1);
        if (!NAME.matcher(name).matches() || !Files.isRegularFile(folder.resolve(name))) {
            throw new HttpError("404 Not Found");
        }
        FileChannel file = FileChannel.open(folder.resolve(name));
        exchange.keep(file);
        exchange.begin("200 OK", "application/octet-stream", chunked ? -1 : file.size());
        return file;
    }
}
