/*
 * A histogram of latencies in nanoseconds. Each power of two is cut into 64
 * buckets, so that a value read back is at most 1.6 % below the recorded one.
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

enum { SUB_BITS = 6, SUB_BUCKETS = 1 << SUB_BITS };

struct histogram {
    uint64_t counts[(64 - SUB_BITS + 1) * SUB_BUCKETS];
    uint64_t total;
    uint64_t max;
};

static inline void histogram_record(struct histogram *histogram, uint64_t nanos)
{
    unsigned bucket = (unsigned)nanos;
    if (nanos >= SUB_BUCKETS) {
        unsigned shift = 63 - SUB_BITS - (unsigned)__builtin_clzll(nanos);
        bucket = (shift + 1) * SUB_BUCKETS + ((nanos >> shift) & (SUB_BUCKETS - 1));
    }
    histogram->counts[bucket]++;
    histogram->total++;
    if (nanos > histogram->max)
        histogram->max = nanos;
}

static inline uint64_t histogram_quantile(const struct histogram *histogram, double quantile)
{
    uint64_t rank = (uint64_t)(quantile * (double)histogram->total);
    uint64_t seen = 0;
    for (unsigned bucket = 0; seen <= rank && rank < histogram->total; bucket++) {
        seen += histogram->counts[bucket];
        if (seen <= rank)
            continue;
        if (bucket < SUB_BUCKETS)
            return bucket;
        return (uint64_t)(SUB_BUCKETS + bucket % SUB_BUCKETS) << (bucket / SUB_BUCKETS - 1);
    }
    return histogram->max;
}

#endif
