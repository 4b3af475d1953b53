/*
 * load_rpc: a single-threaded epoll client that loads a JSON-RPC server on a
 * Unix domain socket, in a closed loop: each connection has DEPTH requests of
 * the method echo under way, with a small object, and sends the next one when
 * an answer has arrived. Every answer is checked: it has to be a result, and
 * its id one that is under way. Answers may come in any order.
 *
 * Prints one line of NAME=VALUE pairs. Exit status: 0 all well, 1 errors were
 * counted, 2 the run could not take place.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "../histogram.h"

enum { BATCH = 256, ROOM = 65536, RING = 4096, MOST_DEPTH = 64, DRAIN_SECONDS = 10 };

/* Ids have nine digits, so that all requests have the same length. */
enum { FIRST_ID = 100000000, ID_DIGITS = 9 };

static const uint64_t SECOND = 1000000000;
static const char PARAMS[] = "{\"name\":\"widget\",\"count\":42,\"price\":9.75,\"tags\":[\"a\",\"b\"]}";

struct connection {
    int fd;
    unsigned next;      /* requests begun */
    unsigned under_way; /* requests not answered */
    size_t filled;      /* bytes in the buffer */
    uint64_t begun_at[RING]; /* by number, 0 when answered */
    char in[ROOM];
};

static const char *path;
static bool headers, raw;
static unsigned connection_count = 50, depth = 1;
static double seconds = 2;
static struct histogram latencies;
static uint64_t answered, counted, errors, stop_at;


static void die(const char *what)
{
    fprintf(stderr, "load_rpc: %s: %s\n", what, strerror(errno));
    exit(2);
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

static void send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0)
            die("send");
        bytes += sent;
        length -= (size_t)sent;
    }
}

/* A text with an id in it. */
struct text {
    char bytes[ROOM];
    size_t length;
    size_t id; /* where the id is */
};

/* The request that is sent, and the last answer that was found to be good. */
static struct text request, answer;

static void prepare(void)
{
    char body[256];
    int size = snprintf(body, sizeof body, "{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"echo\",\"params\":%s}",
                        FIRST_ID, PARAMS);
    request.length = (size_t)(headers ? sprintf(request.bytes, "Content-Length: %d\r\n\r\n%s", size, body)
                                      : sprintf(request.bytes, "%s\n", body));
    request.id = (size_t)(strstr(request.bytes, "\"id\":") + 5 - request.bytes);
}

/* Begins so many requests, and sends them in one piece. */
static void begin(struct connection *connection, unsigned count)
{
    static char out[MOST_DEPTH * 256];
    char *to = out;
    uint64_t time = now();
    for (unsigned i = 0; i < count; i++) {
        memcpy(to, request.bytes, request.length);
        unsigned rest = FIRST_ID + connection->next;
        for (size_t digit = request.id + ID_DIGITS; digit-- > request.id; rest /= 10)
            to[digit] = (char)('0' + rest % 10);
        to += request.length;
        connection->begun_at[connection->next++ % RING] = time;
        connection->under_way++;
    }
    send_all(connection->fd, out, (size_t)(to - out));
}

/* Tells whether an answer is a good one. That it is like the last good one, but for the id, is seen at once. */
static bool is_good(const char *body, size_t length)
{
    size_t behind = answer.id + ID_DIGITS;
    if (length == answer.length && memcmp(body, answer.bytes, answer.id) == 0
        && memcmp(body + behind, answer.bytes + behind, length - behind) == 0)
        return true;
    const char *id = memmem(body, length, "\"id\":", 5);
    bool good = raw || (memmem(body, length, "\"result\":", 9) && memmem(body, length, "\"widget\"", 8));
    size_t digits = id ? (size_t)(id + 5 + (id[5] == '"') - body) : length;
    if (!good || digits + ID_DIGITS > length)
        return false;
    answer.length = length;
    answer.id = digits;
    memcpy(answer.bytes, body, length);
    return true;
}

static void check_off(struct connection *connection, const char *body, size_t length, uint64_t time)
{
    bool good = is_good(body, length);
    unsigned number = 0;
    for (size_t i = 0; good && i < ID_DIGITS; i++)
        number = 10 * number + (unsigned)(body[answer.id + i] - '0');
    number -= FIRST_ID;
    bool known = number < connection->next && connection->begun_at[number % RING] != 0;
    connection->under_way--;
    if (!known || !good) {
        if (errors++ == 0)
            fprintf(stderr, "load_rpc: unexpected answer: %.*s\n", (int)length, body);
        return;
    }
    answered++;
    if (time < stop_at) {
        counted++;
        histogram_record(&latencies, time - connection->begun_at[number % RING]);
    }
    connection->begun_at[number % RING] = 0;
}

/* Returns the length of the first message with its framing, 0 if it is not whole. */
static size_t message(const char *in, size_t filled, const char **body, size_t *length)
{
    if (!headers) {
        const char *end = memchr(in, '\n', filled);
        *body = in;
        *length = end ? (size_t)(end - in) : 0;
        return end ? *length + 1 : 0;
    }
    const char *end = memmem(in, filled, "\r\n\r\n", 4);
    const char *field = end ? memmem(in, (size_t)(end - in), "Content-Length:", 15) : NULL;
    if (!field)
        return 0;
    *length = strtoul(field + 15, NULL, 10);
    *body = end + 4;
    size_t whole = (size_t)(*body - in) + *length;
    return whole <= filled ? whole : 0;
}

static void receive(struct connection *connection)
{
    ssize_t count = recv(connection->fd, connection->in + connection->filled, ROOM - connection->filled, 0);
    if (count <= 0)
        die("the server has closed a connection");
    connection->filled += (size_t)count;
    uint64_t time = now();
    size_t from = 0;
    unsigned done = 0;
    const char *body;
    size_t length, whole;
    while ((whole = message(connection->in + from, connection->filled - from, &body, &length)) > 0) {
        check_off(connection, body, length, time);
        from += whole;
        done++;
    }
    connection->filled -= from;
    memmove(connection->in, connection->in + from, connection->filled);
    if (time < stop_at && done > 0)
        begin(connection, done);
}

static void connect_to(struct connection *connection)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    connection->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection->fd < 0 || connect(connection->fd, (struct sockaddr *)&address, sizeof address) < 0)
        die(path);
}

static bool all_answered(const struct connection *connections)
{
    for (unsigned i = 0; i < connection_count; i++)
        if (connections[i].under_way > 0)
            return false;
    return true;
}

static void run(struct connection *connections)
{
    int poll = epoll_create1(EPOLL_CLOEXEC);
    for (unsigned i = 0; i < connection_count; i++) {
        connect_to(&connections[i]);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &connections[i]};
        epoll_ctl(poll, EPOLL_CTL_ADD, connections[i].fd, &event);
    }
    stop_at = now() + (uint64_t)(seconds * (double)SECOND);
    for (unsigned i = 0; i < connection_count; i++)
        begin(&connections[i], depth);
    while (!all_answered(connections)) {
        struct epoll_event events[BATCH];
        int ready = epoll_wait(poll, events, BATCH, 1000);
        for (int i = 0; i < ready; i++)
            receive(events[i].data.ptr);
        if (now() > stop_at + DRAIN_SECONDS * SECOND) {
            errors++;
            break;
        }
    }
}

int main(int count, char **words)
{
    static const struct option options[] = {
        {"path", required_argument, NULL, 'p'},        {"connections", required_argument, NULL, 'c'},
        {"depth", required_argument, NULL, 'd'},       {"seconds", required_argument, NULL, 's'},
        {"headers", no_argument, NULL, 'h'},           {"raw", no_argument, NULL, 'r'},
        {NULL, 0, NULL, 0},
    };
    for (int option; (option = getopt_long(count, words, "", options, NULL)) >= 0;) {
        switch (option) {
        case 'p': path = optarg; break;
        case 'c': connection_count = (unsigned)atoi(optarg); break;
        case 'd': depth = (unsigned)atoi(optarg); break;
        case 's': seconds = atof(optarg); break;
        case 'h': headers = true; break;
        case 'r': raw = true; break;
        default: return 2;
        }
    }
    if (!path || connection_count == 0 || depth == 0 || depth > MOST_DEPTH) {
        fprintf(stderr, "usage: load_rpc --path PATH [--connections N] [--depth 1..64] [--seconds S] [--headers] [--raw]\n");
        return 2;
    }
    struct connection *connections = calloc(connection_count, sizeof *connections);
    if (!connections)
        die("calloc");
    prepare();
    run(connections);
    printf("requests=%llu rate=%.0f p50_us=%.1f p99_us=%.1f errors=%llu\n", (unsigned long long)counted,
           (double)counted / seconds, (double)histogram_quantile(&latencies, 0.5) / 1000,
           (double)histogram_quantile(&latencies, 0.99) / 1000, (unsigned long long)errors);
    return errors ? 1 : 0;
}
