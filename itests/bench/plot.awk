# Turns the single results of run.sh (--raw) into a drawing in SVG: for each scenario the rate of each server, as a part of that of
# c, with the lowest and the highest round as a line. The variable "heading" is the title.

function keep(id, value, i) {
    i = ++count[id]
    for (; i > 1 && values[id, i - 1] > value; i--) values[id, i] = values[id, i - 1]
    values[id, i] = value
}

function median(id) { return count[id] ? values[id, int(count[id] / 2) + 1] : 0 }

function escaped(text) {
    gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text)
    return text
}

function x(share) { return LEFT + (share > MOST ? MOST : share) / MOST * (WIDTH - LEFT - 60) }

function bar(setting, server, y, base, middle, low, high) {
    base = median(setting SUBSEP "c")
    middle = median(setting SUBSEP server) / base
    low = values[setting, server, 1] / base
    high = values[setting, server, count[setting, server]] / base
    printf("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", LEFT - 8, y + 11, escaped(server))
    printf("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"12\"/>\n",
        server ~ /^patchbay/ ? "ours" : "peer", LEFT, y, x(middle) - LEFT)
    printf("<line class=\"spread\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n", x(low), y + 6, x(high), y + 6)
    printf("<text x=\"%.1f\" y=\"%d\">%.2f</text>\n", x(middle > high ? middle : high) + 6, y + 11, middle)
}

/^setting=(echo|short):/ {
    for (i = 1; i <= NF; i++) {
        split($i, pair, "=")
        field[pair[1]] = pair[2]
    }
    setting = field["setting"]; server = field["server"]
    if (!(setting in seen)) { seen[setting]; settings[++setting_count] = setting }
    if (!(server in known)) { known[server]; servers[++server_count] = server }
    keep(setting SUBSEP server, field["rate"] + 0)
}

END {
    WIDTH = 860; LEFT = 150; MOST = 1.3; ROW = 17
    rows = 0
    for (i = 1; i <= setting_count; i++) {
        drawn[i] = median(settings[i] SUBSEP "c") > 0
        for (j = 1; drawn[i] && j <= server_count; j++) rows += (settings[i], servers[j]) in count
    }
    printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">\n", WIDTH, 50 + rows * ROW + setting_count * 32)
    print "<style>text { font: 12px sans-serif; fill: #24292f } .heading { font-weight: bold } .peer { fill: #afb8c1 }" \
        " .ours { fill: #0969da } .spread { stroke: #24292f } .one { stroke: #cf222e; stroke-dasharray: 3 3 }</style>"
    printf("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n")
    printf("<text class=\"heading\" x=\"10\" y=\"22\">%s</text>\n", escaped(heading))
    y = 40
    for (i = 1; i <= setting_count; i++) {
        if (!drawn[i]) continue
        printf("<text class=\"heading\" x=\"10\" y=\"%d\">%s</text>\n", y + 12, settings[i])
        y += 20
        top = y
        for (j = 1; j <= server_count; j++) {
            if (!((settings[i], servers[j]) in count)) continue
            bar(settings[i], servers[j], y)
            y += ROW
        }
        printf("<line class=\"one\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>\n", x(1), top - 2, x(1), y)
        y += 12
    }
    print "</svg>"
}
