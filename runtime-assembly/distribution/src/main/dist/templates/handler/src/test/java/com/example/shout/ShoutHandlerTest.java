package com.example.shout;

import dev.patchbay.test.Conversation;
import org.junit.jupiter.api.Test;

class ShoutHandlerTest {

    /** Repeated with the input cut, and the handler swapped, at each place. */
    @Test
    void answersEachLineInCapitals() {
        Conversation.with(ShoutHandler::new)
                .expect("hello\n")
                .send("ten minutes\nnow\n")
                .expect("TEN MINUTES\nNOW\n")
                .check();
    }
}
