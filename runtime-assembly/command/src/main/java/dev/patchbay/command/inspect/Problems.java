package dev.patchbay.command.inspect;

import dev.patchbay.command.host.Output;
import dev.patchbay.command.rpc.Document;
import java.util.List;

/** Prints the problems of a status, each with what to do about it. */
public final class Problems {

    private Problems() {}

    /** Prints a blank line and the problems; nothing if there are none. */
    public static void print(Document status, Output output) {
        List<Document> problems = status.objects("problems");
        if (!problems.isEmpty()) {
            output.line("");
        }
        for (Document problem : problems) {
            output.alarm(sentence(problem), "");
            String advice = problem.text("advice");
            if (!advice.isEmpty()) {
                output.paragraph("→ " + advice, "  ");
            }
        }
    }

    /** Returns a problem as {@code server shout HOLDING: …}. */
    public static String sentence(Document problem) {
        String text = problem.text("text");
        String start = (problem.text("subject") + " " + problem.text("problem")).strip();
        return text.isEmpty() ? start : start + ": " + text;
    }
}
