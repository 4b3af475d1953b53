/*
 * load: a single-threaded epoll client that loads a Unix domain socket server
 * which echoes, and checks every byte that comes back.
 *
 *   echo    each connection has DEPTH messages under way and sends the next one
 *           when a whole echo has arrived
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
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
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
#include "pattern.h"

enum { BATCH = 256, RETRY_MILLIS = 1, TICK_MILLIS = 100 };

static const uint64_t SECOND = 1000000000;
static const uint64_t OPEN_LIMIT_SECONDS = 20, DRAIN_LIMIT_SECONDS = 5;

enum mode { MODE_ECHO, MODE_SHORT, MODE_IDLE };

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

static enum mode mode = MODE_ECHO;
static const char *path;
static unsigned connection_count = 50;
static uint64_t size = 64;
static unsigned depth = 1;
static double seconds = 2;
static uint64_t request_limit = UINT64_MAX;

static struct sockaddr_un address = { .sun_family = AF_UNIX };
static socklen_t address_length;
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
        if (mode == MODE_ECHO && !stopping)
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

static void turn(void)
{
    struct epoll_event events[BATCH];
    int timeout = mode == MODE_SHORT && live < connection_count ? RETRY_MILLIS : TICK_MILLIS;
    int ready = epoll_wait(poller, events, BATCH, timeout);
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

static void report(double elapsed)
{
    printf("requests=%llu seconds=%.3f rate=%.0f p50_us=%.1f p99_us=%.1f max_us=%.1f errors=%llu retries=%llu\n",
           (unsigned long long)requests, elapsed, (double)requests / elapsed,
           (double)histogram_quantile(&latencies, 0.50) / 1e3, (double)histogram_quantile(&latencies, 0.99) / 1e3,
           (double)latencies.max / 1e3, (unsigned long long)errors, (unsigned long long)retries);
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

static void usage(void)
{
    fputs("usage: load --path PATH [--mode echo|short|idle] [--connections N] [--size BYTES]\n"
          "            [--depth N] [--seconds S] [--requests N]\n"
          "PATH beginning with @ is an abstract name. Defaults: echo, 50, 64, 1, 2, no limit.\n", stderr);
    exit(2);
}

static uint64_t positive(const char *text)
{
    char *end;
    unsigned long long value = strtoull(text, &end, 10);
    if (*end != '\0' || value == 0 || text[0] == '-')
        usage();
    return value;
}

static enum mode mode_named(const char *name)
{
    static const char *const names[] = { "echo", "short", "idle" };
    for (int i = 0; i < 3; i++)
        if (strcmp(name, names[i]) == 0)
            return (enum mode)i;
    usage();
    return MODE_ECHO;
}

static void parse(int argc, char **argv)
{
    static const struct option options[] = {
        { "path", 1, NULL, 'p' }, { "mode", 1, NULL, 'm' }, { "connections", 1, NULL, 'c' },
        { "size", 1, NULL, 's' }, { "depth", 1, NULL, 'd' }, { "seconds", 1, NULL, 't' },
        { "requests", 1, NULL, 'r' }, { NULL, 0, NULL, 0 },
    };
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 'p': path = optarg; break;
        case 'm': mode = mode_named(optarg); break;
        case 'c': connection_count = (unsigned)positive(optarg); break;
        case 's': size = positive(optarg); break;
        case 'd': depth = (unsigned)positive(optarg); break;
        case 't': seconds = strtod(optarg, NULL); break;
        case 'r': request_limit = positive(optarg); break;
        default: usage();
        }
    }
    size_t length = path == NULL ? 0 : strlen(path);
    if (optind != argc || length == 0 || length >= sizeof address.sun_path || seconds <= 0 || seconds > 3600)
        usage();
    if (mode != MODE_ECHO)
        depth = 1;
    memcpy(address.sun_path, path, length);
    address_length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (path[0] != '@'));
    if (path[0] == '@')
        address.sun_path[0] = '\0';
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
    else
        run();
    return errors > 0;
}
