/** A plugin of that program. */
module com.example.answers {
    requires com.example.host;
    requires dev.patchbay.api;

    provides dev.patchbay.api.Handler with
            com.example.answers.Answers;
}
