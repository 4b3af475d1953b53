/*
 * The bytes that are sent. They repeat after a prime number of them, so that
 * data that was lost, repeated, moved or crossed between connections shows.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include <stddef.h>
#include <stdint.h>

enum { CHUNK = 65536, PERIOD = 4093 };

static char pattern[PERIOD + CHUNK];

static inline void pattern_fill(void)
{
    uint32_t state = 2463534242u;
    for (size_t i = 0; i < sizeof pattern; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        pattern[i] = i < PERIOD ? (char)state : pattern[i - PERIOD];
    }
}

/* The CHUNK bytes from this position of the endless pattern on. */
static inline const char *pattern_at(uint64_t position)
{
    return pattern + position % PERIOD;
}

#endif
