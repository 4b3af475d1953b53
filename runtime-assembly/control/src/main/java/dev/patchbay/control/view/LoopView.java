package dev.patchbay.control.view;

import dev.patchbay.api.runtime.LoopSnapshot;

/** An event loop of a server. The components mean what those of {@link LoopSnapshot} do. */
public record LoopView(String name, int connections, long longestCallMillis, long rescues, long cpuMillis) {

    static LoopView of(LoopSnapshot loop) {
        return new LoopView(
                loop.name(),
                loop.connections(),
                loop.longestCall().toMillis(),
                loop.rescues(),
                loop.cpuTime().toMillis());
    }
}
