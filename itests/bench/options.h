/*
 * What the command line of load says. usage() and parse() end the program if
 * it is wrong.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <getopt.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

enum mode { MODE_ECHO, MODE_SHORT, MODE_IDLE };

static enum mode mode = MODE_ECHO;
static const char *path;
static unsigned connection_count = 50;
static uint64_t size = 64;
static unsigned depth = 1;
static double seconds = 2;
static uint64_t request_limit = UINT64_MAX;
static double rate; /* messages a second over all connections; 0: no limit */

static struct sockaddr_un address = { .sun_family = AF_UNIX };
static socklen_t address_length;

static void usage(void)
{
    fputs("usage: load --path PATH [--mode echo|short|idle] [--connections N] [--size BYTES]\n"
          "            [--depth N] [--seconds S] [--requests N] [--rate N]\n"
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
        { "requests", 1, NULL, 'r' }, { "rate", 1, NULL, 'R' }, { NULL, 0, NULL, 0 },
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
        case 'R': rate = (double)positive(optarg); break;
        default: usage();
        }
    }
    size_t length = path == NULL ? 0 : strlen(path);
    if (optind != argc || length == 0 || length >= sizeof address.sun_path || seconds <= 0 || seconds > 3600)
        usage();
    if (mode != MODE_ECHO && rate > 0)
        usage();
    if (mode != MODE_ECHO || rate > 0)
        depth = 1;
    memcpy(address.sun_path, path, length);
    address_length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (path[0] != '@'));
    if (path[0] == '@')
        address.sun_path[0] = '\0';
}

#endif
