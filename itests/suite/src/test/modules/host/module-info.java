/** A program that hosts a server, and plugins for it. */
module com.example.host {
    requires dev.patchbay.api;

    exports com.example.host;
}
