package dev.patchbay.itests.swap;

import dev.patchbay.itests.swap.Pauses.Kind;
import dev.patchbay.itests.swap.Pauses.Window;
import dev.patchbay.itests.swap.ledger.Ledger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;

/**
 * Swaps the handlers of one server in random order while its clients are busy. After each change it waits until every
 * client has an answer from the probe that should serve now.
 */
final class Driver {

    /** What a driver does in one round, and how often. */
    private enum Step {
        RANK(30),
        REGISTER(12),
        UNREGISTER(12),
        TARGET(6),
        BURST(8),
        UPDATE_BESIDE_ANOTHER(5),
        UPDATE_STANDBY(2),
        UPDATE_ALONE(8);

        final int times;

        Step(int times) {
            this.times = times;
        }
    }

    /** A change of what should serve. */
    private interface Change {
        void make() throws IOException, BundleException;
    }

    /** Answers without swaps, for the baseline of one round. */
    private static final int BASELINE_ANSWERS = 20_000;

    private static final int ANSWERS_BETWEEN_STEPS = 300;

    private final Panel panel;
    private final Services services;
    private final Traffic traffic;
    private final Random random;

    Driver(Panel panel, Traffic traffic, Services services, long seed) throws InvalidSyntaxException {
        this.panel = panel;
        this.traffic = traffic;
        this.services = services;
        this.random = new Random(seed);
    }

    /** Does nothing until everything has been compiled that matters. */
    void warmUp() throws InterruptedException {
        traffic.awaitAnswers(BASELINE_ANSWERS);
    }

    /** Does nothing but measure. */
    void baseline() throws InterruptedException {
        Window window = traffic.pauses().begin(Kind.BASELINE);
        traffic.awaitAnswers(BASELINE_ANSWERS);
        traffic.pauses().end(window, 0);
    }

    /** Does every step as often as it is to be done, in random order. */
    void round() throws IOException, BundleException, InterruptedException {
        List<Step> steps = new ArrayList<>();
        for (Step step : Step.values()) {
            steps.addAll(Collections.nCopies(step.times, step));
        }
        Collections.shuffle(steps, random);
        for (Step step : steps) {
            take(step);
            if (random.nextBoolean()) {
                traffic.awaitAnswers(random.nextInt(ANSWERS_BETWEEN_STEPS));
            }
        }
    }

    private void take(Step step) throws IOException, BundleException, InterruptedException {
        if (step == Step.REGISTER || step == Step.UPDATE_ALONE) {
            leaveAlone();
        } else {
            bringBoth();
        }
        switch (step) {
            case RANK -> change(Kind.RANKING, () -> panel.exchangeRanks(random.nextBoolean()));
            case REGISTER ->
                change(
                        Kind.REGISTRATION,
                        () -> panel.standby().rank(panel.serving().ranking() + 1));
            case UNREGISTER -> change(Kind.REGISTRATION, () -> panel.serving().remove());
            case TARGET -> change(Kind.TARGET, () -> panel.target(panel.standby()));
            case BURST -> change(Kind.BURST, this::burst);
            case UPDATE_BESIDE_ANOTHER -> update(Kind.UPDATE_BESIDE_ANOTHER, panel.serving());
            case UPDATE_STANDBY -> update(Kind.UPDATE_STANDBY, panel.standby());
            case UPDATE_ALONE -> update(Kind.UPDATE_ALONE, panel.serving());
        }
    }

    /** Lets the ranking decide again, and makes sure that both probes are there. */
    private void bringBoth() throws IOException, BundleException, InterruptedException {
        letBothThrough();
        if (!panel.standby().isPresent()) {
            panel.standby().rank(panel.serving().ranking() - 1);
            panel.settle();
        }
        services.await(panel.standby().name(), true);
        services.await(panel.serving().name(), true);
    }

    /** Lets the ranking decide again, and makes sure that only one probe is there. */
    private void leaveAlone() throws IOException, BundleException, InterruptedException {
        letBothThrough();
        if (panel.standby().isPresent()) {
            panel.standby().remove();
            panel.settle();
        }
        services.await(panel.standby().name(), false);
        services.await(panel.serving().name(), true);
    }

    private void letBothThrough() throws IOException, BundleException, InterruptedException {
        if (panel.isTargeted()) {
            change(Kind.TARGET, () -> panel.target(null));
        }
    }

    /** Makes several changes and does not wait for any, so that they overtake each other. */
    private void burst() throws IOException, BundleException {
        List<Change> changes = new ArrayList<>(List.of(
                () -> panel.exchangeRanks(random.nextBoolean()),
                () -> panel.target(panel.isTargeted() ? null : panel.standby()),
                () -> panel.serving().restart(),
                () -> panel.standby().restart()));
        Collections.shuffle(changes, random);
        for (Change change : changes) {
            change.make();
        }
    }

    private void change(Kind kind, Change change) throws IOException, BundleException, InterruptedException {
        Window window = traffic.pauses().begin(kind);
        String before = panel.toString();
        change.make();
        note(kind, before);
        panel.settle();
        traffic.awaitServed(panel.serving().identity());
        traffic.pauses().end(window, 0);
    }

    private void update(Kind kind, Plug plug) throws IOException, BundleException, InterruptedException {
        Window window = traffic.pauses().begin(kind);
        String before = panel.toString();
        plug.update(random.nextBoolean());
        note(kind, before);
        traffic.awaitServed(panel.serving().identity());
        traffic.pauses().end(window, services.awayNanos(plug.name()));
    }

    private void note(Kind kind, String before) {
        Ledger.current().note("asked for " + panel.server() + ", " + kind + ": from " + before + " to " + panel);
    }
}
