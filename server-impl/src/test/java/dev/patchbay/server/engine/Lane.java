package dev.patchbay.server.engine;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.server.poll.Platform;
import java.util.ArrayList;
import java.util.List;

/** A poller and a way to call handlers: what every behaviour is tested with. */
record Lane(String poller, HandlerExecution execution) {

    /** All that this Java has. */
    static List<Lane> all() {
        List<Lane> lanes = new ArrayList<>();
        for (HandlerExecution execution : HandlerExecution.values()) {
            if (Platform.epollUnavailable() == null) {
                lanes.add(new Lane("epoll", execution));
            }
            lanes.add(new Lane("portable", execution));
        }
        return lanes;
    }

    boolean mayBlock() {
        return execution == HandlerExecution.VIRTUAL;
    }

    @Override
    public String toString() {
        return poller + ", " + execution;
    }
}
