package dev.patchbay.command.operate;

import dev.patchbay.command.host.Output;
import dev.patchbay.command.rpc.Document;
import java.util.List;

/**
 * The methods of a socket, as {@code rpc.discover} describes them with OpenRPC.
 *
 * @param documents one object for each method
 */
record Methods(List<Document> documents) {

    /** Returns the methods in an OpenRPC document; none if the value is none. */
    static Methods in(Object openRpc) {
        return new Methods(Document.of(openRpc).objects("methods"));
    }

    /** Returns the parameters of a method; none if it is not described. */
    List<Document> parameters(String method) {
        for (Document known : documents) {
            if (known.text("name").equals(method)) {
                return known.objects("params");
            }
        }
        return List.of();
    }

    /** Prints each method with its parameters and result. */
    void print(Output output) {
        if (documents.isEmpty()) {
            output.line("There is no method.");
        }
        for (Document method : documents) {
            StringBuilder line = new StringBuilder(method.text("name"));
            for (Document parameter : method.objects("params")) {
                String one = parameter.text("name") + ": " + type(parameter.object("schema"));
                line.append(' ').append(parameter.isTrue("required") ? one : "[" + one + "]");
            }
            String result = type(method.object("result").object("schema"));
            output.line(line + (result.equals("any") ? "" : " -> " + result));
            String about = method.text("summary").isEmpty() ? method.text("description") : method.text("summary");
            if (!about.isEmpty()) {
                output.paragraph(about, "    ");
            }
        }
    }

    /** Returns the type in a JSON schema as people write it, such as {@code integer[]}. */
    static String type(Document schema) {
        Object type = schema.get("type");
        if (type instanceof List<?> types) {
            StringBuilder all = new StringBuilder();
            for (Object one : types) {
                // Whether a parameter may be left out is said in another way.
                if (!one.equals("null") || types.size() == 1) {
                    all.append(all.isEmpty() ? "" : "|").append(one);
                }
            }
            return all.toString();
        }
        if ("array".equals(type)) {
            return type(schema.object("items")) + "[]";
        }
        if (type == null) {
            String reference = schema.text("$ref");
            return reference.isEmpty() ? "any" : reference.substring(reference.lastIndexOf('/') + 1);
        }
        return type.toString();
    }
}
