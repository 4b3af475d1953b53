/*
 * echo_epoll PATH: the peer to beat. One thread, one level-triggered epoll
 * loop that accepts, reads and writes; an answer that the socket does not take
 * at once is kept, and the connection is not read again until it has left.
 * Stops on SIGTERM or SIGINT and removes the socket file.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 4096, BATCH = 256, BUFFER = 65536 };

/* What a connection has read and not yet been able to send. */
struct pending {
    char *bytes;
    size_t length;
    size_t sent;
};

static char buffer[BUFFER];
static struct pending *pending; /* indexed by descriptor */
static size_t descriptors;
static int poller;
static volatile sig_atomic_t stopping;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void stop(int signal)
{
    (void)signal;
    stopping = 1;
}

static void watch(int operation, int fd, uint32_t events)
{
    struct epoll_event event = { .events = events, .data.fd = fd };
    if (epoll_ctl(poller, operation, fd, &event) != 0)
        fail("epoll_ctl");
}

static void end_connection(int fd)
{
    free(pending[fd].bytes);
    pending[fd] = (struct pending) { 0 };
    close(fd);
}

static void accept_all(int listener)
{
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return;
        if ((size_t)fd >= descriptors)
            close(fd);
        else
            watch(EPOLL_CTL_ADD, fd, EPOLLIN);
    }
}

static void keep_rest(int fd, size_t length)
{
    char *copy = malloc(length);
    if (copy == NULL)
        fail("malloc");
    memcpy(copy, buffer, length);
    pending[fd] = (struct pending) { .bytes = copy, .length = length };
    watch(EPOLL_CTL_MOD, fd, EPOLLOUT);
}

static void echo(int fd)
{
    ssize_t length = recv(fd, buffer, sizeof buffer, 0);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length <= 0) {
        end_connection(fd);
        return;
    }
    ssize_t sent = send(fd, buffer, (size_t)length, MSG_NOSIGNAL);
    if (sent == length)
        return;
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
        end_connection(fd);
        return;
    }
    size_t done = sent < 0 ? 0 : (size_t)sent;
    memmove(buffer, buffer + done, (size_t)length - done);
    keep_rest(fd, (size_t)length - done);
}

static void send_rest(int fd)
{
    struct pending *rest = &pending[fd];
    ssize_t sent = send(fd, rest->bytes + rest->sent, rest->length - rest->sent, MSG_NOSIGNAL);
    if (sent < 0) {
        if (errno != EAGAIN && errno != EINTR)
            end_connection(fd);
        return;
    }
    rest->sent += (size_t)sent;
    if (rest->sent < rest->length)
        return;
    free(rest->bytes);
    *rest = (struct pending) { 0 };
    watch(EPOLL_CTL_MOD, fd, EPOLLIN);
}

static int listen_at(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    if (strlen(path) >= sizeof address.sun_path) {
        fprintf(stderr, "path of %zu bytes, at most %zu\n", strlen(path), sizeof address.sun_path - 1);
        exit(1);
    }
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG) != 0)
        fail(path);
    return fd;
}

static void serve(int listener)
{
    struct epoll_event events[BATCH];
    while (!stopping) {
        int ready = epoll_wait(poller, events, BATCH, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == listener)
                accept_all(listener);
            else if (pending[fd].bytes != NULL)
                send_rest(fd);
            else
                echo(fd);
        }
    }
}

int main(int argc, char **argv)
{
    struct rlimit limit;
    if (argc != 2) {
        fprintf(stderr, "usage: %s PATH\n", argv[0]);
        return 2;
    }
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        fail("getrlimit");
    descriptors = limit.rlim_cur;
    pending = calloc(descriptors, sizeof *pending);
    poller = epoll_create1(EPOLL_CLOEXEC);
    if (pending == NULL || poller < 0)
        fail("start");
    sigaction(SIGTERM, &(struct sigaction) { .sa_handler = stop }, NULL);
    sigaction(SIGINT, &(struct sigaction) { .sa_handler = stop }, NULL);
    int listener = listen_at(argv[1]);
    watch(EPOLL_CTL_ADD, listener, EPOLLIN);
    serve(listener);
    unlink(argv[1]);
    return 0;
}
