package dev.patchbay.command.operate;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.host.SocketPath;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import dev.patchbay.command.rpc.Json;
import java.util.List;

/** {@code patchbay call}: calls a method of any JSON-RPC socket. */
public final class CallCommand implements Command {

    private static final Flag LIST =
            new Flag("l", "list", null, "list the methods of the socket with their parameters");

    @Override
    public Declaration declaration() {
        return new Declaration(
                "call",
                "call a method of a JSON-RPC socket, or list its methods",
                List.of("SOCKET METHOD [ARGUMENT...]", "--list SOCKET"),
                List.of(
                        new Operand("SOCKET", Operand.Kind.SOCKET, ""),
                        Operand.text("METHOD"),
                        Operand.text("ARGUMENT")),
                1,
                Integer.MAX_VALUE,
                Flag.common(LIST),
                List.of(
                        "Calls a method and prints its result as JSON. SOCKET is the name of a server, 'control' for the socket that "
                                + "the other commands use, or a path, which has a slash. The server must speak JSON-RPC with one "
                                + "text per line, as the handler json does.",
                        "The arguments are the parameters in their order, or NAME=VALUE for each. What rpc.discover says decides their "
                                + "types: a word is a string where the method wants one, otherwise JSON. A single argument that "
                                + "begins with { or [ is all parameters as JSON. Write -- before arguments that begin with a hyphen.",
                        "  patchbay call json math.add 19 23",
                        "  patchbay call json math.add b=23 a=19",
                        "  patchbay call json math.add '{\"a\": 19, \"b\": 23}'"));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        List<String> words = arguments.operands();
        boolean list = arguments.has(LIST);
        if (list && words.size() > 1) {
            throw Arguments.usage(declaration(), "unknown argument '" + words.get(1) + "'");
        }
        if (!list && words.size() < 2) {
            throw Arguments.usage(declaration(), "METHOD is missing");
        }
        try (Host socket = Host.at(SocketPath.of(arguments.home(), words.get(0)))) {
            if (list) {
                Object result = socket.ask("rpc.discover", List.of());
                if (arguments.has(Flag.JSON)) {
                    output.json(result);
                } else {
                    Methods.in(result).print(output);
                }
                return;
            }
            Object result = socket.ask(words.get(1), parameters(socket, words));
            output.verbatim((arguments.has(Flag.JSON) ? Json.line(result) : Json.indented(result)) + "\n");
        }
    }

    private static Object parameters(Host socket, List<String> words) throws CommandFailure {
        List<String> values = words.subList(2, words.size());
        if (values.isEmpty()) {
            return List.of();
        }
        if (values.size() == 1
                && (values.get(0).startsWith("{") || values.get(0).startsWith("["))) {
            return Parameters.json(values.get(0));
        }
        Methods methods;
        try {
            methods = Methods.in(socket.ask("rpc.discover", List.of()));
        } catch (CommandFailure e) {
            if (e.status() != ExitStatus.FAILED) {
                throw e;
            }
            // A server of another make: the words alone decide.
            methods = Methods.in(null);
        }
        return Parameters.of(values, methods.parameters(words.get(1)));
    }
}
