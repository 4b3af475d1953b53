package dev.patchbay.api.runtime;

import dev.patchbay.api.PeerCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A live connection at one moment. Immutable.
 *
 * @param id            the number of the connection
 * @param peer          the credentials of the client
 * @param remoteAddress the address that the client is bound to; mostly empty
 * @param acceptedAt    the time at which it was accepted
 * @param idle          the time since the last byte in either direction
 * @param bytesIn       bytes read from the client
 * @param bytesOut      bytes sent to the client
 * @param queued        bytes that were written and are waiting to be sent
 * @param waiting       messages that were sent to the connection and are waiting for its handler
 * @param dropped       messages that were dropped, or not taken, because too many were waiting
 * @param handler       the name of the handler in charge; empty while the connection is held
 */
public record ConnectionSnapshot(
        long id,
        PeerCredentials peer,
        String remoteAddress,
        Instant acceptedAt,
        Duration idle,
        long bytesIn,
        long bytesOut,
        long queued,
        int waiting,
        long dropped,
        Optional<String> handler) {}
