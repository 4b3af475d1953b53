# Turns the single results of run.sh (--raw) into tables in Markdown. mawk, gawk and busybox awk run it.

# The floors of the design: what the rates of Patchbay have to be of those of c, netty and go.
function floors() {
    floor["echo:1:64"] = "0.95 1.1 1.2"
    floor["echo:50:64"] = "0.97 1.25 1.5"
    floor["echo:1000:64"] = "0.97 1.25 1.6"
    floor["echo:10000:64"] = "0.95 1.3 1.4"
    floor["echo:16:64:32"] = "1.0 1.2 1.3"
    floor["echo:8:65536"] = "0.97 1.03 4"
    floor["short:50:64"] = "0.85 1.2 1.2"
    blocking_floor["echo:50:64"] = blocking_floor["echo:1000:64"] = 1.25
    IDLE_FLOOR = 1400
    READY_FLOOR = 700
    REST_FLOOR = 90 * 1000
    RATE_FLOOR = 1.5
}

function title(setting, part) {
    split(setting, part, ":")
    if (part[1] == "short") return part[2] " at a time: connect, " part[3] " B, close"
    if (part[1] == "idle") return part[2] " idle connections"
    if (part[1] == "start") return "start, " part[2] " times"
    if (part[1] == "rate") return part[3] " B, " part[2] " connections, " \
        (part[4] == "half" ? "half of what c does without a limit" : part[4] " a second")
    return part[3] " B, " part[2] (part[2] == 1 ? " connection" : " connections") (part[4] ? ", depth " part[4] : "")
}

# Keeps the values of a setting, server and key in order, so that the median is the one in the middle.
function keep(setting, server, key, value, id, i) {
    id = setting SUBSEP server SUBSEP key
    i = ++count[id]
    for (; i > 1 && values[id, i - 1] > value; i--) values[id, i] = values[id, i - 1]
    values[id, i] = value
}

function median(setting, server, key, id) {
    id = setting SUBSEP server SUBSEP key
    return count[id] ? values[id, int(count[id] / 2) + 1] : ""
}

function lowest(setting, server, key) { return values[setting, server, key, 1] }
function highest(setting, server, key) { return values[setting, server, key, count[setting, server, key]] }
function has(setting, server, key) { return (setting, server, key) in count }

function ratio(setting, server, peer, key, below) {
    below = median(setting, peer, key)
    return has(setting, server, key) && below > 0 ? median(setting, server, key) / below : ""
}

function judged(value, wanted) {
    if (value == "") return "–"
    return sprintf("%.2f / %s%s", value, wanted, value + 0.005 >= wanted ? "" : " ✗")
}

{
    delete field
    for (i = 1; i <= NF; i++) {
        split($i, pair, "=")
        field[pair[1]] = pair[2]
    }
    setting = field["setting"]; server = field["server"]
    if (!(setting in seen)) { seen[setting]; settings[++setting_count] = setting }
    if (!(server in known)) { known[server]; servers[++server_count] = server }
    for (key in field)
        if (key != "setting" && key != "server" && key != "round") keep(setting, server, key, field[key] + 0)
}

function floor_table(i, j, part, server) {
    print "## Floors\n"
    print "What Patchbay's rate is of a peer's / what it has to be; ✗ where it is not."
    print "`patchbay` is the handler `echo` of the distribution, `patchbay-default` one that says nothing about its execution,"
    print "`patchbay-blocking` one that is called where it may block.\n"
    print "| scenario | server | of C | of Netty | of Go |"
    print "|---|---|---|---|---|"
    for (i = 1; i <= setting_count; i++) {
        for (j = 1; j <= server_count; j++) {
            server = servers[j]
            if (server !~ /^patchbay/ || !has(settings[i], server, "rate")) continue
            if (server ~ /blocking/ && settings[i] in blocking_floor)
                printf("| %s | %s | – | – | %s |\n", title(settings[i]), server,
                    judged(ratio(settings[i], server, "go", "rate"), blocking_floor[settings[i]]))
            else if (server !~ /blocking/ && settings[i] in floor) {
                split(floor[settings[i]], part, " ")
                printf("| %s | %s | %s | %s | %s |\n", title(settings[i]), server,
                    judged(ratio(settings[i], server, "c", "rate"), part[1]),
                    judged(ratio(settings[i], server, "netty", "rate"), part[2]),
                    judged(ratio(settings[i], server, "go", "rate"), part[3]))
            }
        }
    }
    print ""
}

function rate_table(setting, j, server, middle) {
    print "## " title(setting) "\n"
    print "| server | thousand a second | lowest–highest | spread | p50 µs | p99 µs | p99.9 µs | max µs | p99.9 of C | errors |"
    print "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for (j = 1; j <= server_count; j++) {
        server = servers[j]
        if (!has(setting, server, "rate")) continue
        middle = median(setting, server, "rate")
        printf("| %s | %.1f | %.1f–%.1f | %.0f %% | %.0f | %.0f | %.0f | %.0f | %s | %d |\n", server, middle / 1000,
            lowest(setting, server, "rate") / 1000, highest(setting, server, "rate") / 1000,
            middle > 0 ? (highest(setting, server, "rate") - lowest(setting, server, "rate")) / middle * 100 : 0,
            median(setting, server, "p50_us"), median(setting, server, "p99_us"), median(setting, server, "p999_us"),
            median(setting, server, "max_us"), tail(setting, server), highest(setting, server, "errors"))
    }
    print ""
}

function tail(setting, server, value) {
    value = ratio(setting, server, "c", "p999_us")
    if (value == "") return "–"
    return sprintf("%.2f%s", value, setting ~ /^rate/ && server ~ /^patchbay/ && value > RATE_FLOOR ? " ✗" : "")
}

function idle_table(setting, part, j, server, each) {
    split(setting, part, ":")
    print "## " title(setting) "\n"
    print "Resident memory; Patchbay's floor is " IDLE_FLOOR " bytes for each.\n"
    print "| server | before kB | after kB | bytes each |"
    print "|---|--:|--:|--:|"
    for (j = 1; j <= server_count; j++) {
        server = servers[j]
        if (!has(setting, server, "after_kb")) continue
        each = (median(setting, server, "after_kb") - median(setting, server, "before_kb")) * 1024 / part[2]
        printf("| %s | %d | %d | %.0f%s |\n", server, median(setting, server, "before_kb"),
            median(setting, server, "after_kb"), each, server ~ /^patchbay/ && each > IDLE_FLOOR ? " ✗" : "")
    }
    print ""
}

function start_table(setting, j, server) {
    print "## " title(setting) "\n"
    print "From the command to the first answer, and resident memory two seconds later, on all cores. Patchbay's floors are " \
        READY_FLOOR " ms and " REST_FLOOR " kB.\n"
    print "| server | ready ms | lowest–highest | resident kB |"
    print "|---|--:|--:|--:|"
    for (j = 1; j <= server_count; j++) {
        server = servers[j]
        if (!has(setting, server, "ready_ms")) continue
        printf("| %s | %d%s | %d–%d | %d%s |\n", server, median(setting, server, "ready_ms"),
            server ~ /^patchbay/ && median(setting, server, "ready_ms") > READY_FLOOR ? " ✗" : "",
            lowest(setting, server, "ready_ms"), highest(setting, server, "ready_ms"), median(setting, server, "rss_kb"),
            server ~ /^patchbay/ && median(setting, server, "rss_kb") > REST_FLOOR ? " ✗" : "")
    }
    print ""
}

END {
    floors()
    floor_table()
    for (i = 1; i <= setting_count; i++) {
        if (settings[i] ~ /^idle/) idle_table(settings[i])
        else if (settings[i] ~ /^start/) start_table(settings[i])
        else rate_table(settings[i])
    }
}
