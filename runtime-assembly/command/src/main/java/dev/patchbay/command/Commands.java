package dev.patchbay.command;

import dev.patchbay.command.bench.BenchCommand;
import dev.patchbay.command.check.CheckCommand;
import dev.patchbay.command.create.NewCommand;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.inspect.ConnectionsCommand;
import dev.patchbay.command.inspect.EventsCommand;
import dev.patchbay.command.inspect.HandlersCommand;
import dev.patchbay.command.inspect.HealthCommand;
import dev.patchbay.command.inspect.MetricsCommand;
import dev.patchbay.command.inspect.PluginsCommand;
import dev.patchbay.command.inspect.StatusCommand;
import dev.patchbay.command.operate.CallCommand;
import dev.patchbay.command.operate.ChooseCommand;
import dev.patchbay.command.operate.CloseCommand;
import dev.patchbay.command.operate.ConfigCommand;
import dev.patchbay.command.operate.DrainCommand;
import dev.patchbay.command.operate.LogCommand;
import dev.patchbay.command.operate.RollbackCommand;
import dev.patchbay.command.operate.StartCommand;
import dev.patchbay.command.page.PageCommand;
import dev.patchbay.command.shell.ShellCommand;
import dev.patchbay.command.top.TopCommand;
import java.util.ArrayList;
import java.util.List;

/** All commands by name. */
public final class Commands {

    private static final List<String> NAMES = List.of(
            "status",
            "connections",
            "handlers",
            "plugins",
            "events",
            "top",
            "health",
            "check",
            "metrics",
            "close",
            "drain",
            "start",
            "choose",
            "rollback",
            "config",
            "log",
            "call",
            "bench",
            "new",
            "page",
            "shell");

    private Commands() {}

    /** Returns the command of a name, or null if there is none. Loads no other: each class costs time. */
    public static Command named(String name) {
        return switch (name) {
            case "status" -> new StatusCommand();
            case "connections" -> new ConnectionsCommand();
            case "handlers" -> new HandlersCommand();
            case "plugins" -> new PluginsCommand();
            case "events" -> new EventsCommand();
            case "top" -> new TopCommand();
            case "health" -> new HealthCommand();
            case "check" -> new CheckCommand();
            case "metrics" -> new MetricsCommand();
            case "close" -> new CloseCommand();
            case "drain" -> new DrainCommand();
            case "start" -> new StartCommand();
            case "choose" -> new ChooseCommand();
            case "rollback" -> new RollbackCommand();
            case "config" -> new ConfigCommand();
            case "log" -> new LogCommand();
            case "call" -> new CallCommand();
            case "bench" -> new BenchCommand();
            case "new" -> new NewCommand();
            case "page" -> new PageCommand();
            case "shell" -> new ShellCommand();
            default -> null;
        };
    }

    /** Returns the names of all commands, in the order of the help. Loads none. */
    public static List<String> names() {
        return NAMES;
    }

    /** Returns all commands, in the order of the help. */
    public static List<Command> all() {
        List<Command> all = new ArrayList<>();
        for (String name : NAMES) {
            all.add(named(name));
        }
        return all;
    }
}
