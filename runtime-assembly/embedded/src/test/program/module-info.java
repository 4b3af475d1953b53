/** A program that embeds a server. */
module com.example.program {
    requires dev.patchbay.api;
}
