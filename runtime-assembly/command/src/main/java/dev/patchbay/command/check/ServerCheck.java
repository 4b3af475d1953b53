package dev.patchbay.command.check;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.rpc.Document;
import dev.patchbay.server.HandlerFilters;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.InvalidConfigurationException;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.socket.SocketPathCheck;
import dev.patchbay.support.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks the files in {@code conf/}: each as it would be read, and the configuration of each server as the server would. */
final class ServerCheck {

    private final Path home;
    private final Path conf;
    private final boolean running;
    private final Findings findings;
    private final KnownHandlers handlers;

    /** The server that has a path. */
    private final Map<String, String> byPath = new TreeMap<>();

    /** Where the servers of the Patchbay that runs in the home listen; null if that is not known. */
    private Set<String> listening = Set.of();

    ServerCheck(Path home, Path distribution, Path conf, boolean running, Findings findings) {
        this.home = home;
        this.conf = conf;
        this.running = running;
        this.findings = findings;
        this.handlers = new KnownHandlers(distribution.resolve("lib/bundles"), home.resolve("plugins"));
    }

    void run() throws IOException {
        listening = running ? listening() : Set.of();
        List<WrittenFile> files = WrittenFile.in(conf, this::variable);
        handlers.add(files);
        int servers = 0;
        for (WrittenFile file : files) {
            String subject = "conf/" + file.file().getFileName();
            if (!file.fault().isEmpty()) {
                findings.problem(subject, "it " + file.fault());
            } else if (file.isServer()) {
                server(file);
            } else if (!file.pid().isEmpty()) {
                findings.ok(subject, "it can be read; its keys are checked when " + file.pid() + " starts");
            }
            servers += file.isServer() ? 1 : 0;
        }
        if (servers == 0) {
            findings.problem(
                    "conf",
                    "it configures no server; put a file dev.patchbay.server~NAME.cfg into it, as the distribution has");
        }
    }

    /** Asks the Patchbay that runs. If it does not answer, a live socket may be its own. */
    private Set<String> listening() {
        try (Host host = Host.in(home)) {
            Set<String> addresses = new TreeSet<>();
            for (Document server : Document.list(host.call("patchbay.servers"))) {
                addresses.add(server.text("address"));
            }
            return addresses;
        } catch (CommandFailure e) {
            return null;
        }
    }

    /** What the framework would know: its own properties, those of the system, and the environment. */
    private String variable(String name) {
        if (name.equals("patchbay.home")) {
            return home.toString();
        }
        String value = System.getProperty(name);
        return value == null ? System.getenv(name) : value;
    }

    private void server(WrittenFile file) {
        String subject = "server " + file.name();
        ServerConfig config;
        try {
            config = ConfigReader.read(file.values(), HandlerFilters::parse);
        } catch (InvalidConfigurationException e) {
            e.faults().forEach(fault -> findings.problem(subject, fault));
            return;
        }
        String path = config.socket().path();
        String other = byPath.putIfAbsent(path, file.name());
        if (other != null) {
            findings.problem(
                    subject, "socket.path = " + path + " is that of server " + other + ", too; give one another path");
            return;
        }
        Optional<String> fault = socketFault(config);
        if (fault.isPresent()) {
            findings.problem(subject, fault.get());
        } else {
            findings.ok(subject, "it would listen at " + path);
        }
        if (config.socket().isInherited()) {
            findings.note(subject, "whether systemd passes the socket " + path + " is known at a start only");
        }
        if (!handlers.match(config.handlerFilter())) {
            findings.note(
                    subject,
                    config.handlerTarget() + " matches none of the handlers that are declared, " + handlers.names()
                            + "; unless a bundle registers another one, the server will hold its connections");
        }
    }

    private Optional<String> socketFault(ServerConfig config) {
        String path = config.socket().path();
        if (running && (listening == null || listening.contains(path))) {
            return Optional.empty();
        }
        Path run = home.resolve("run");
        if (Files.notExists(run) && run.equals(Path.of(path).getParent())) {
            // A start makes this folder.
            return Optional.empty();
        }
        try {
            SocketPathCheck.check(config.socket());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }
}
