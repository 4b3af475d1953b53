/*
 * load: a single-threaded epoll client that loads a Unix domain socket server
 * which echoes, and checks every byte that comes back.
 *
 *   echo    each connection has DEPTH messages under way and sends the next one
 *           when a whole echo has arrived; at a RATE, messages begin at fixed
 *           times instead, and wait for a free connection if there is none
 *   short   each of the connections is opened, used for one message and closed,
 *           again and again
 *   idle    each connection is opened and used for one message; then all are
 *           held until standard input ends
 *
 * Every run ends in bounded time and prints one line of NAME=VALUE pairs. Exit
 * status: 0 all well, 1 errors were counted, 2 the run could not take place.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "histogram.h"
#include "options.h"
#include "pattern.h"
#include "schedule.h"

enum { BATCH = 256, RETRY_MILLIS = 1, TICK_MILLIS = 100 };

static const uint64_t SECOND = 1000000000, MILLI = 1000000;
static const uint64_t OPEN_LIMIT_SECONDS = 20, DRAIN_LIMIT_SECONDS = 5;

/* One client connection; the counters are positions in its byte stream. */
struct connection {
    int fd;          /* -1: not connected */
    bool sends_wait; /* the socket was full: EPOLLOUT is watched */
    unsigned seed;   /* where in the pattern its stream begins */
    uint64_t due;    /* bytes of the messages begun so far */
    uint64_t sent;
    uint64_t received;
    uint64_t finished; /* messages */
    uint64_t opened_at;
    uint64_t *begun_at; /* ring of DEPTH start times */
};

static char input[CHUNK];
static struct connection *connections;
static int poller;
static bool stopping;
static unsigned live;        /* connected */
static unsigned next_seed;
static uint64_t outstanding; /* messages begun and not finished */
static uint64_t requests;    /* finished before stopping */
static uint64_t errors;
static uint64_t retries; /* connects that found the backlog full */
static struct histogram latencies;
static struct schedule schedule;
static struct connection **idle; /* those without a message, at a fixed rate: a ring */
static unsigned idle_first, idle_count;

static void die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(2);
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

static const char *expected(const struct connection *connection, uint64_t position)
{
    return pattern_at(connection->seed + position);
}

static void watch(struct connection *connection, int operation, uint32_t events)
{
    struct epoll_event event = { .events = events, .data.ptr = connection };
    if (epoll_ctl(poller, operation, connection->fd, &event) != 0)
        die("epoll_ctl");
}

static void disconnect(struct connection *connection)
{
    if (connection->fd < 0)
        return;
    outstanding -= connection->due / size - connection->finished;
    close(connection->fd);
    connection->fd = -1;
    live--;
}

static void rest(struct connection *connection)
{
    idle[(idle_first + idle_count++) % connection_count] = connection;
}

static void fail_connection(struct connection *connection, const char *why)
{
    if (errors++ < 5)
        fprintf(stderr, "load: connection %td, byte %llu: %s\n", connection - connections,
                (unsigned long long)connection->received, why);
    disconnect(connection);
}

/* Returns false when the server's backlog is full: try again later. */
static bool open_connection(struct connection *connection)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        die("socket");
    uint64_t opened_at = now();
    if (connect(fd, (struct sockaddr *)&address, address_length) != 0) {
        if (errno != EAGAIN && errno != EINTR)
            die(path);
        close(fd);
        retries++;
        return false;
    }
    uint64_t *ring = connection->begun_at;
    *connection = (struct connection) { .fd = fd, .begun_at = ring, .opened_at = opened_at };
    connection->seed = next_seed++ * 257;
    live++;
    watch(connection, EPOLL_CTL_ADD, EPOLLIN);
    return true;
}

static void send_due(struct connection *connection)
{
    while (connection->sent < connection->due) {
        uint64_t left = connection->due - connection->sent;
        ssize_t sent = send(connection->fd, expected(connection, connection->sent),
                            left < CHUNK ? left : CHUNK, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN) {
            fail_connection(connection, strerror(errno));
            return;
        }
        if (sent < 0)
            break;
        connection->sent += (uint64_t)sent;
    }
    bool waits = connection->sent < connection->due;
    if (waits != connection->sends_wait)
        watch(connection, EPOLL_CTL_MOD, waits ? EPOLLIN | EPOLLOUT : EPOLLIN);
    connection->sends_wait = waits;
}

static void begin_message(struct connection *connection, uint64_t time)
{
    connection->begun_at[connection->due / size % depth] = time;
    connection->due += size;
    outstanding++;
}

static void finish_messages(struct connection *connection)
{
    uint64_t whole = connection->received / size;
    if (whole == connection->finished)
        return;
    uint64_t time = now();
    while (connection->finished < whole) {
        uint64_t begun_at = connection->begun_at[connection->finished++ % depth];
        outstanding--;
        if (stopping)
            continue;
        histogram_record(&latencies, time - begun_at);
        stopping = ++requests >= request_limit;
        if (rate > 0)
            rest(connection);
        else if (mode == MODE_ECHO && !stopping)
            begin_message(connection, time);
    }
    if (mode == MODE_SHORT)
        disconnect(connection);
    else
        send_due(connection);
}

static void receive(struct connection *connection)
{
    ssize_t length = recv(connection->fd, input, sizeof input, 0);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length < 0)
        fail_connection(connection, strerror(errno));
    else if (length == 0)
        fail_connection(connection, "closed by the server");
    else if (connection->received + (uint64_t)length > connection->sent)
        fail_connection(connection, "more came back than was sent");
    else if (memcmp(input, expected(connection, connection->received), (size_t)length) != 0)
        fail_connection(connection, "what came back is not what was sent");
    else {
        connection->received += (uint64_t)length;
        finish_messages(connection);
    }
}

/* Opens, and uses once, every slot that is empty; stops at a full backlog. */
static void refill(void)
{
    for (unsigned i = 0; i < connection_count && live < connection_count; i++) {
        struct connection *connection = &connections[i];
        if (connection->fd >= 0)
            continue;
        if (!open_connection(connection))
            return;
        begin_message(connection, connection->opened_at);
        send_due(connection);
    }
}

/* Begins what is due on the connections that are free. Returns how long nothing more is. */
static uint64_t begin_due(void)
{
    while (idle_count > 0) {
        uint64_t due = schedule_next(&schedule);
        uint64_t time = now();
        if (due > time)
            return due - time < TICK_MILLIS * MILLI ? due - time : TICK_MILLIS * MILLI;
        struct connection *connection = idle[idle_first];
        idle_first = (idle_first + 1) % connection_count;
        idle_count--;
        if (connection->fd < 0)
            continue;
        schedule.taken++;
        begin_message(connection, due);
        send_due(connection);
    }
    return TICK_MILLIS * MILLI;
}

static void turn(void)
{
    struct epoll_event events[BATCH];
    int timeout = mode == MODE_SHORT && live < connection_count ? RETRY_MILLIS : TICK_MILLIS;
    int ready = rate > 0 ? wait_nanos(poller, events, BATCH, begin_due()) : epoll_wait(poller, events, BATCH, timeout);
    if (ready < 0 && errno != EINTR)
        die("epoll_wait");
    for (int i = 0; i < ready; i++) {
        struct connection *connection = events[i].data.ptr;
        if (events[i].events & EPOLLOUT)
            send_due(connection);
        if (connection->fd >= 0 && events[i].events & ~(uint32_t)EPOLLOUT)
            receive(connection);
    }
}

static void open_all(void)
{
    uint64_t limit = now() + OPEN_LIMIT_SECONDS * SECOND;
    for (unsigned i = 0; i < connection_count; i++) {
        while (!open_connection(&connections[i])) {
            errno = ETIMEDOUT;
            if (now() > limit)
                die("opening the connections");
            usleep(RETRY_MILLIS * 1000);
        }
    }
}

static void begin_all(void)
{
    for (unsigned i = 0; i < connection_count; i++) {
        for (unsigned message = 0; message < depth; message++)
            begin_message(&connections[i], now());
        send_due(&connections[i]);
    }
}

/* What is still under way when the time is up must come back all the same. */
static void drain(void)
{
    uint64_t limit = now() + DRAIN_LIMIT_SECONDS * SECOND;
    while (outstanding > 0 && now() < limit)
        turn();
    if (outstanding > 0)
        fprintf(stderr, "load: %llu messages without an answer\n", (unsigned long long)outstanding);
    errors += outstanding;
}

static double micros_at(double quantile)
{
    return (double)histogram_quantile(&latencies, quantile) / 1e3;
}

static void report(double elapsed)
{
    printf("requests=%llu seconds=%.3f rate=%.0f p50_us=%.1f p99_us=%.1f p999_us=%.1f max_us=%.1f errors=%llu retries=%llu\n",
           (unsigned long long)requests, elapsed, (double)requests / elapsed, micros_at(0.50), micros_at(0.99),
           micros_at(0.999), (double)latencies.max / 1e3, (unsigned long long)errors, (unsigned long long)retries);
}

/* At a fixed rate every message counts that was to begin, however late it ends. */
static void run_at_rate(void)
{
    open_all();
    idle = calloc(connection_count, sizeof *idle);
    if (idle == NULL)
        die("start");
    for (unsigned i = 0; i < connection_count; i++)
        rest(&connections[i]);
    uint64_t start = now(), end = start + (uint64_t)(seconds * (double)SECOND);
    schedule_begin(&schedule, rate, start, end);
    uint64_t limit = end + DRAIN_LIMIT_SECONDS * SECOND, time = start;
    while (!stopping && live > 0 && time < limit
           && (outstanding > 0 || schedule_next(&schedule) != UINT64_MAX)) {
        turn();
        time = now();
    }
    while (schedule_next(&schedule) != UINT64_MAX) {
        schedule.taken++;
        errors++; /* never sent */
    }
    errors += outstanding;
    report(time < end ? (double)(time - start) / (double)SECOND : seconds);
}

static void run(void)
{
    if (mode == MODE_ECHO)
        open_all();
    uint64_t start = now();
    uint64_t limit = start + (uint64_t)(seconds * (double)SECOND);
    uint64_t time = start;
    if (mode == MODE_ECHO)
        begin_all();
    while (!stopping && time < limit && (mode == MODE_SHORT || live > 0)) {
        if (mode == MODE_SHORT)
            refill();
        turn();
        time = now();
    }
    stopping = true;
    drain();
    report((double)(time - start) / (double)SECOND);
}

static void hold(void)
{
    char ignored[256];
    open_all();
    begin_all();
    stopping = true; /* one message each, then no more */
    drain();
    printf("open=%u errors=%llu retries=%llu\n", live, (unsigned long long)errors, (unsigned long long)retries);
    fflush(stdout);
    while (read(STDIN_FILENO, ignored, sizeof ignored) > 0)
        continue;
}

static void prepare(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    pattern_fill();
    poller = epoll_create1(EPOLL_CLOEXEC);
    connections = calloc(connection_count, sizeof *connections);
    uint64_t *rings = calloc((size_t)connection_count * depth, sizeof *rings);
    if (poller < 0 || connections == NULL || rings == NULL)
        die("start");
    for (unsigned i = 0; i < connection_count; i++)
        connections[i] = (struct connection) { .fd = -1, .begun_at = rings + (size_t)i * depth };
}

int main(int argc, char **argv)
{
    parse(argc, argv);
    prepare();
    if (mode == MODE_IDLE)
        hold();
    else if (rate > 0)
        run_at_rate();
    else
        run();
    return errors > 0;
}
