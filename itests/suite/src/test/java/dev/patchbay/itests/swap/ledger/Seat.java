package dev.patchbay.itests.swap.ledger;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Records which probe is in charge of a connection. Probes report what they do, and a report that contradicts the
 * record is a violation.
 */
public final class Seat {

    private final Ledger ledger;
    private final String name;
    private final AtomicReference<String> call = new AtomicReference<>();

    /** The number of the probe in charge, 0 if there is none. */
    private volatile int inCharge;

    private volatile int changes;
    private volatile int consumed;

    Seat(Ledger ledger, String name) {
        this.ledger = ledger;
        this.name = name;
    }

    /** A call of a probe begins. */
    public void enter(int probe, String what) {
        String other = call.compareAndExchange(null, what);
        if (other != null) {
            ledger.violation(name + ": " + what + " of probe " + probe + " while " + other + " still runs");
        }
        if (!what.equals("opened") && inCharge != probe) {
            ledger.violation(name + ": " + what + " of probe " + probe + " while " + inCharge + " is in charge");
        }
    }

    /** The call ends. */
    public void exit() {
        call.set(null);
    }

    /** A probe takes charge, within its call. */
    public void opened(int probe) {
        if (inCharge != 0) {
            ledger.violation(name + ": opened for probe " + probe + " while " + inCharge + " is in charge");
        }
        inCharge = probe;
        changes++;
        ledger.countOpened();
    }

    /** A probe is released, within its call. */
    public void released() {
        inCharge = 0;
        ledger.countReleased();
    }

    /** The probe in charge has a message before it, within its call. */
    public void consumed(int number) {
        if (number != consumed + 1) {
            ledger.violation(name + ": message " + number + " comes after " + consumed);
        }
        consumed = number;
    }

    /** Returns how many messages were consumed. */
    public int consumed() {
        return consumed;
    }

    /** Returns how many probes have taken charge so far. */
    public int changes() {
        return changes;
    }

    /** Returns whether no probe is in charge. */
    public boolean isEmpty() {
        return inCharge == 0;
    }

    @Override
    public String toString() {
        return "connection " + name + ": " + changes + " changes, " + consumed + " messages consumed, probe " + inCharge
                + " in charge";
    }
}
