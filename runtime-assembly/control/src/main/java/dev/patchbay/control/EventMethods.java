package dev.patchbay.control;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.control.event.EventType;
import dev.patchbay.control.event.History;
import dev.patchbay.control.event.Subscriptions;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcClient;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.Param;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The methods for events, past ones and those to come. A subscription belongs to the connection, and ends with it. */
@Component(service = EventMethods.class)
@JsonRpcFunctions(
        scope = "patchbay",
        audience = "control",
        function = {"subscribe", "unsubscribe", "history"})
public final class EventMethods {

    private static final String EVENT = "patchbay.event";

    private final ServerRuntime runtime;
    private final Subscriptions subscriptions;
    private final History history = new History();
    private final Runnable historyEnd;

    /** The connections whose end is waited for, so that one that subscribes again and again is waited for once. */
    private final Set<String> watched = ConcurrentHashMap.newKeySet();

    /** Called by Declarative Services. */
    @Activate
    public EventMethods(BundleContext context, @Reference ServerRuntime runtime) {
        this.runtime = runtime;
        this.subscriptions =
                new Subscriptions(listener -> register(context, listener, Subscriptions.CONNECTIONS_PER_SECOND));
        this.historyEnd = register(context, history.listener(), false);
    }

    /** Registers a listener; returns what ends it. Only while there is a subscriber do servers report connections in order. */
    private static Runnable register(BundleContext context, ServerEvents listener, Object connections) {
        ServiceRegistration<ServerEvents> registration = context.registerService(
                ServerEvents.class, listener, new Hashtable<>(Map.of(ServerEvents.CONNECTIONS, connections)));
        return () -> {
            try {
                registration.unregister();
            } catch (IllegalStateException e) {
                // The bundle has stopped, and its services with it.
                return;
            }
        };
    }

    /** Ends all subscriptions. */
    @Deactivate
    void deactivate() {
        subscriptions.close();
        historyEnd.run();
    }

    @Description(
            "Returns the last events, the oldest first: at most 1000 of all servers together are kept. Of connections,"
                    + " there are those that were refused or ended in trouble.")
    public List<Map<String, Object>> history(
            @Param(description = "The name of a server; without it, all servers, also those that are gone.")
                    Optional<String> server,
            @Param(description = "The types of events, such as connectionOpened; without it, all.")
                    Optional<List<String>> types,
            @Param(description = "How many events at most; without it, all that are kept.") Optional<Integer> max) {
        if (max.isPresent() && max.get() < 0) {
            throw Refusals.of(
                    JsonRpcException.INVALID_PARAMS,
                    "max = " + max.get() + ": must be 0 or greater; leave it out for all");
        }
        return history.last(
                server.map(Set::of).orElse(Set.of()), types(types.orElse(List.of())), max.orElse(History.CAPACITY));
    }

    @Description(
            "Sends the client a notification patchbay.event for each event from now on, until patchbay.unsubscribe or the"
                    + " end of the connection. Of the events of connections, 200 a second are sent. A client misses those"
                    + " beyond them, and others if it reads too slowly; eventsMissed has how many.")
    public void subscribe(
            ConnContext conn,
            JsonRpcClient client,
            @Param(description = "The names of servers; without it, all servers, also those to come.")
                    Optional<List<String>> servers,
            @Param(description = "The types of events, such as connectionOpened; without it, all.")
                    Optional<List<String>> types) {
        Set<String> wanted = new LinkedHashSet<>(servers.orElse(List.of()));
        wanted.forEach(server -> Refusals.server(runtime, server));
        String connection = connection(conn);
        boolean added = subscriptions.add(
                connection, wanted, types(types.orElse(List.of())), event -> client.notify(EVENT, event));
        if (!added) {
            throw Refusals.of(
                    Refusals.TOO_MANY_SUBSCRIBERS,
                    "there are too many subscribers already; end one of their connections");
        }
        if (watched.add(connection)) {
            client.closed().whenComplete((closed, failure) -> end(connection));
        }
    }

    /** Ends a subscription on a thread of its own, because the one of the host must not wait for the servers. */
    private void end(String connection) {
        watched.remove(connection);
        Thread thread = new Thread(() -> subscriptions.remove(connection), "patchbay-unsubscribe-" + connection);
        thread.setDaemon(true);
        thread.start();
    }

    @Description("Sends the client no more events.")
    public void unsubscribe(ConnContext conn) {
        subscriptions.remove(connection(conn));
    }

    /** Returns what no other connection has, also after the server was started again and counts from one. */
    private static String connection(ConnContext conn) {
        return conn.server() + "-" + conn.id() + "-" + conn.acceptedAt();
    }

    private static Set<EventType> types(List<String> names) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        names.forEach(name -> types.add(type(name)));
        return types;
    }

    private static EventType type(String name) {
        return Arrays.stream(EventType.values())
                .filter(type -> type.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusals.of(
                        JsonRpcException.INVALID_PARAMS,
                        "there are no events of the type " + name + "; the types are "
                                + Arrays.stream(EventType.values())
                                        .map(EventType::toString)
                                        .collect(Collectors.joining(", "))));
    }
}
