/*
 * When messages begin at a fixed rate: at times that do not depend on the
 * server. A message that no connection is free for keeps its time, and its
 * latency counts from then (the correction of coordinated omission).
 */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include <linux/time_types.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct schedule {
    double interval; /* nanoseconds; 0: as fast as the server answers */
    uint64_t start;
    uint64_t end;
    uint64_t taken;
};

static inline void schedule_begin(struct schedule *schedule, double rate, uint64_t start, uint64_t end)
{
    schedule->interval = 1e9 / rate;
    schedule->start = start;
    schedule->end = end;
    schedule->taken = 0;
    prctl(PR_SET_TIMERSLACK, 1); /* the kernel may be 50 microseconds late otherwise */
}

/* When the next message is to begin; UINT64_MAX after the last one. */
static inline uint64_t schedule_next(const struct schedule *schedule)
{
    uint64_t next = schedule->start + (uint64_t)((double)schedule->taken * schedule->interval);
    return next < schedule->end ? next : UINT64_MAX;
}

/* epoll_wait with a timeout in nanoseconds: Linux 5.11. */
static inline int wait_nanos(int poller, struct epoll_event *events, int count, uint64_t nanos)
{
    struct __kernel_timespec timeout = {
        .tv_sec = (long long)(nanos / 1000000000),
        .tv_nsec = (long long)(nanos % 1000000000),
    };
    return (int)syscall(SYS_epoll_pwait2, poller, events, count, &timeout, NULL, 8);
}

#endif
