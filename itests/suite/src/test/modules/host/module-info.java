/** A program that hosts a server, and plugins for it. */
module com.example.host {
    requires dev.patchbay.api;
    requires dev.patchbay.jsonrpc;

    exports com.example.host;
}
