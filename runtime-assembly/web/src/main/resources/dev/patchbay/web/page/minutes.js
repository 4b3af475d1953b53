// The last minutes.

// The host reports totals since the start. The page keeps those of the last seconds, and the differences as points.

const WINDOW = 5 * 60_000;
/** Two seconds have too few timed calls for a 99th percentile, so several reports are taken together. */
const LATENCY_SAMPLES = 3;
const histories = new Map();

function remember(server, at) {
  const history = histories.get(server.name) ?? {raw: [], points: [], busy: new Map()};
  histories.set(server.name, history);
  const before = history.raw.at(-1);
  // What was delayed on its way arrives at once; a rate over so short a time would be a spike that never was.
  if (before && at - before.at < 400) return;
  history.raw.push({at, server});
  if (history.raw.length > LATENCY_SAMPLES + 1) history.raw.shift();
  history.points.push(point(history, before, {at, server}));
  while (history.points[0].at < at - WINDOW) history.points.shift();
}

function point(history, before, now) {
  const seconds = before ? (now.at - before.at) / 1000 : null;
  const rate = of => before ? over(grown(of(before.server), of(now.server)), seconds) : null;
  history.busy = new Map((now.server.loops ?? []).map(loop => [loop.name, before ? busy(loop, before.server, seconds) : null]));
  const timed = timedCalls(history.raw[0].server.calls, now.server.calls);
  return {
    at: now.at,
    in: rate(server => server.totals.bytesIn), out: rate(server => server.totals.bytesOut),
    calls: rate(server => server.calls?.count),
    p50: percentile(timed, .5), p99: percentile(timed, .99),
    connections: now.server.connections, held: now.server.held ?? null};
}

const over = (number, seconds) => number == null ? null : number / seconds;
/** Returns how much a total has grown; null if it is not there, or began again with a new start of the server. */
const grown = (before, now) => before == null || now == null || now < before ? null : now - before;

function busy(loop, before, seconds) {
  const old = before.loops?.find(other => other.name === loop.name);
  const millis = grown(old?.cpuMillis, loop.cpuMillis);
  return millis == null ? null : Math.min(1, millis / 1000 / seconds);
}

function timedCalls(before, now) {
  if (!before || !now || now.count < before.count) return null;
  return {bounds: now.boundsMicros, counts: now.counts.map((number, i) => number - before.counts[i])};
}

/** Returns a percentile in microseconds, linear within the bucket that it is in; null without calls. */
function percentile(timed, part) {
  let left = part * sum(timed?.counts ?? []);
  if (!(left > 0)) return null;
  const bucket = timed.counts.findIndex(number => (left -= number) <= 0);
  const low = bucket > 0 ? timed.bounds[bucket - 1] : 0;
  const high = timed.bounds[bucket] ?? low * 2;
  return high + (high - low) * left / timed.counts[bucket];
}

const lastPoint = name => histories.get(name)?.points.at(-1) ?? {};
const busiest = name => Math.max(-1, ...[...histories.get(name)?.busy.values() ?? []].map(part => part ?? -1));
