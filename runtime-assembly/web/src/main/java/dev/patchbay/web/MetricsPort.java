package dev.patchbay.web;

import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.web.control.ControlServer;
import dev.patchbay.web.http.HttpConnection;
import dev.patchbay.web.http.Link;
import dev.patchbay.web.route.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A port of 127.0.0.1, for programs such as Prometheus that cannot reach a Unix domain socket. Whoever can connect to it gets
 * the metrics and the health, and nothing else.
 */
final class MetricsPort implements AutoCloseable {

    /** How many clients are served. One more ends the connection of the one that came first. */
    static final int CLIENTS = 16;

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 50;

    /** How long a close waits for the port to be free. */
    private static final int CLOSE_MILLIS = 5_000;

    private final ServerRuntime runtime;
    private final ControlServer control;
    private final ServerSocket listener;
    private final Thread acceptor;

    /** In the order in which they came. Guarded by itself. */
    private final Queue<Socket> clients = new ArrayDeque<>();

    private MetricsPort(ServerRuntime runtime, ControlServer control, ServerSocket listener) {
        this.runtime = runtime;
        this.control = control;
        this.listener = listener;
        this.acceptor = start(this::accept, "patchbay-metrics-port");
    }

    /** Listens at a port; 0 for any that is free. */
    static MetricsPort open(int port, ServerRuntime runtime, ControlServer control) throws IOException {
        InetAddress loopback = InetAddress.getByAddress("127.0.0.1", LOOPBACK);
        ServerSocket listener = new ServerSocket();
        try {
            listener.bind(new InetSocketAddress(loopback, port), BACKLOG);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        return new MetricsPort(runtime, control, listener);
    }

    int number() {
        return listener.getLocalPort();
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                add(client);
                start(() -> serve(client), "patchbay-metrics-client");
            } catch (IOException e) {
                // Closed, or a client that has gone before it was accepted.
                continue;
            }
        }
    }

    private void add(Socket client) throws IOException {
        Socket first = null;
        synchronized (clients) {
            clients.add(client);
            if (clients.size() > CLIENTS) {
                first = clients.remove();
            }
        }
        if (first != null) {
            first.close();
        }
    }

    private void serve(Socket client) {
        try (client) {
            Link link = new SocketLink(client);
            new HttpConnection(link, Routes.limited(runtime, control, link)).serve();
        } catch (IOException e) {
            // The client has gone. There is nobody to tell.
            return;
        } finally {
            synchronized (clients) {
                clients.remove(client);
            }
        }
    }

    /** Closes the port and the connections of all clients. The port is free then, for the next configuration. */
    @Override
    public void close() throws IOException {
        listener.close();
        Socket[] open;
        synchronized (clients) {
            open = clients.toArray(new Socket[0]);
        }
        for (Socket client : open) {
            client.close();
        }
        try {
            // The system keeps the port until the thread has left its call.
            acceptor.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
