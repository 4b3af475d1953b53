package dev.patchbay.server.engine;

/** A thread that carries an event loop: it must never wait for a client. */
final class LoopThread extends Thread {

    LoopThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }
}
