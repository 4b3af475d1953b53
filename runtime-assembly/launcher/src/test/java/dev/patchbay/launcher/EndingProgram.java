package dev.patchbay.launcher;

import dev.patchbay.launcher.exit.ExitStatus;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that ends by the shutdown of the launcher, in the way that its argument names. */
public final class EndingProgram {

    private EndingProgram() {}

    /** Registers the hook and the signals, then ends or waits for a signal. */
    public static void main(String[] way) throws InterruptedException {
        Shutdown shutdown = new Shutdown(List.of());
        Runtime.getRuntime().addShutdownHook(shutdown);
        Signals.on("TERM", () -> shutdown.exit(ExitStatus.OK));
        Signals.on("HUP", () -> System.out.println("hangup"));
        switch (way[0]) {
            case "exit-of-a-plugin" -> System.exit(0);
            case "two-ends" -> {
                new Thread(() -> shutdown.exit(ExitStatus.IN_USE)).start();
                while (!shutdown.isRequested()) {
                    Thread.onSpinWait();
                }
                shutdown.exit(ExitStatus.SOFTWARE);
            }
            default -> {
                System.out.println("waiting");
                new CountDownLatch(1).await();
            }
        }
    }
}
