package dev.patchbay.itests.page;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A tab of the browser, with what a person does in it. Each call blocks until it is done. */
final class Tab implements AutoCloseable {

    /** Calls back as soon as a condition holds, and fails with what the page shows when it does not in time. */
    private static final String UNTIL = """
            new Promise((resolve, reject) => {
              const deadline = performance.now() + 30000;
              const look = () => {
                const found = (() => %s)();
                if (found) resolve(String(found));
                else if (performance.now() > deadline) reject(new Error(document.body.innerText));
                else setTimeout(look, 20);
              };
              look();
            })""";

    /** The middle of an element, as soon as it can be clicked. */
    private static final String MIDDLE = """
            (() => {
              const found = %s;
              if (!found || found.disabled || !found.getClientRects().length) return false;
              found.scrollIntoView({block: 'center'});
              const box = found.getBoundingClientRect();
              return (box.x + box.width / 2) + ',' + (box.y + box.height / 2);
            })()""";

    private static final long PATIENCE_SECONDS = 10;

    private final DevTools tools;

    Tab(DevTools tools) throws InterruptedException {
        this.tools = tools;
        for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
            tools.call(domain + ".enable", "{}");
        }
    }

    /** Goes to an address. */
    void go(String address) throws InterruptedException {
        tools.call("Page.navigate", "{\"url\":" + JsonText.quote(address) + "}");
    }

    /** Sets the size of the window. */
    void resize(int width, int height) throws InterruptedException {
        tools.call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":false}");
    }

    /** Prefers a colour scheme, {@code light} or {@code dark}. */
    void prefer(String scheme) throws InterruptedException {
        tools.call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]}");
    }

    /** Returns the value of an expression as text. */
    String read(String expression) throws InterruptedException {
        String answer = tools.call(
                "Runtime.evaluate",
                "{\"returnByValue\":true,\"awaitPromise\":true,\"expression\":"
                        + JsonText.quote("Promise.resolve(" + expression + ").then(String)") + "}");
        if (answer.contains("\"exceptionDetails\":")) {
            throw new AssertionError(expression + ": " + JsonText.text(answer, "description"));
        }
        return JsonText.text(answer, "value");
    }

    /** Waits until an expression is true, and returns its value as text. */
    String await(String expression) throws InterruptedException {
        return read(UNTIL.formatted(expression));
    }

    /** Waits until the text of an element contains this. */
    void awaitText(String selector, String text) throws InterruptedException {
        await("document.querySelector(" + JsonText.quote(selector) + ")?.innerText.includes(" + JsonText.quote(text)
                + ")");
    }

    /** Waits for an element that can be clicked, scrolls to it and clicks in its middle. */
    void click(String selector) throws InterruptedException {
        clickFound("document.querySelector(" + JsonText.quote(selector) + ")");
    }

    /** Does the same with a button in the row of a table that contains a text. */
    void clickInRow(String table, String text, String button) throws InterruptedException {
        clickFound("[...document.querySelectorAll(" + JsonText.quote(table + " tbody tr") + ")].find(row => "
                + "row.innerText.includes(" + JsonText.quote(text) + "))?.querySelector("
                + JsonText.quote(button) + ")");
    }

    private void clickFound(String element) throws InterruptedException {
        String place = await(MIDDLE.formatted(element));
        String at = "\"x\":" + place.replace(",", ",\"y\":");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            tools.call(
                    "Input.dispatchMouseEvent",
                    "{\"type\":\"" + type + "\"," + at + ",\"button\":\"left\",\"clickCount\":1}");
        }
    }

    /** Presses and releases a key, such as {@code Tab} or {@code Escape}. */
    void press(String key) throws InterruptedException {
        int code = switch (key) {
            case "Tab" -> 9;
            case "Enter" -> 13;
            case "Escape" -> 27;
            default -> throw new IllegalArgumentException(key);
        };
        String text = key.equals("Enter") ? ",\"text\":\"\\r\"" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            tools.call(
                    "Input.dispatchKeyEvent",
                    "{\"type\":\"" + type + "\",\"key\":\"" + key + "\",\"code\":\"" + key
                            + "\",\"windowsVirtualKeyCode\":" + code + text + "}");
        }
    }

    /** Types text into the element that has the focus. */
    void type(String text) throws InterruptedException {
        tools.call("Input.insertText", "{\"text\":" + JsonText.quote(text) + "}");
    }

    /** Returns the addresses of all requests so far. */
    List<String> requests() {
        return tools.events("Network.requestWillBeSent").stream()
                .map(event -> JsonText.text(event, "url"))
                .toList();
    }

    /** Returns what the browser has found fault with: uncaught exceptions, lines on the console, and violated policies. */
    List<String> complaints() {
        return Stream.of("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
                .flatMap(type -> tools.events(type).stream())
                .toList();
    }

    /** Closes the tab, because a browser keeps at most six connections to one host open, over all its tabs. */
    @Override
    public void close() {
        tools.send("Page.close", "{}")
                .completeOnTimeout("", PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        tools.close();
    }
}
