// Plots.

const PLOTS = [
  {title: 'Throughput', unit: value => perSecond(size(value)), base: 1024, series: ['in', 'out']},
  {title: 'Calls', unit: value => perSecond(decimal(value)), base: 10, series: ['calls']},
  {title: 'Duration of calls', unit: micros, log: true, series: ['p50', 'p99']},
  {title: 'Connections', unit: whole, base: 10, least: 2, series: ['connections', 'held']}];
const HEIGHT = 128, LEFT = 66, RIGHT = 10, TOP = 8, BOTTOM = 18;
/** The moment under the pointer, which all plots mark; null if there is none. */
let pointedAt = null;

function svg(name, attributes, text) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  if (text != null) node.textContent = text;
  return node;
}

function makePlot(plot) {
  plot.caption = element('figcaption', '', element('b', '', plot.title));
  plot.keys = plot.series.map((name, i) => plot.caption.appendChild(element('span', i ? 'key two' : 'key')));
  plot.svg = svg('svg', {role: 'img'});
  plot.figure = element('figure', 'figure', plot.caption, plot.svg);
  plot.svg.addEventListener('pointermove', event => {
    const part = (event.offsetX - LEFT) / (plot.svg.clientWidth - LEFT - RIGHT);
    pointedAt = part < 0 || part > 1 ? null : stream.heardAt - WINDOW * (1 - part);
    showPlots();
  });
  plot.svg.addEventListener('pointerleave', () => { pointedAt = null; showPlots(); });
  byId('plots').append(plot.figure);
}

function showPlots() {
  const points = histories.get(host.selected)?.points ?? [];
  const timed = points.some(point => point.calls != null) || host.status?.servers.some(server => server.calls);
  PLOTS.forEach(plot => {
    plot.figure.hidden = !timed && (plot.series.includes('calls') || plot.log === true);
    if (!plot.figure.hidden) draw(plot, points);
  });
}

function draw(plot, points) {
  const width = plot.svg.clientWidth || 320, right = width - RIGHT, bottom = HEIGHT - BOTTOM;
  const scale = plot.log ? decades(plot, points) : linear(plot, points);
  const x = at => right - (stream.heardAt - at) / WINDOW * (right - LEFT);
  const y = value => bottom - scale.part(value) * (bottom - TOP);
  const shown = pointedAt == null ? points.at(-1) : nearest(points, pointedAt);
  const nodes = [...scale.ticks.flatMap(tick => levelLine(plot, tick, Math.round(y(tick)) + .5, right)), ...minuteTicks(x, width, bottom)];
  plot.series.forEach((name, i) => nodes.push(svg('path', {class: i ? 'curve two' : 'curve', d: path(points, name, x, y)})));
  if (pointedAt != null && shown) nodes.push(svg('line', {class: 'cross', x1: x(shown.at), x2: x(shown.at), y1: TOP, y2: bottom}));
  plot.svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
  plot.svg.replaceChildren(...nodes);
  showLegend(plot, shown, points);
}

function levelLine(plot, value, at, right) {
  return [svg('line', {class: 'axis', x1: LEFT, x2: right, y1: at, y2: at}),
    svg('text', {class: 'tick', x: LEFT - 6, y: at + 3.5, 'text-anchor': 'end'}, plot.unit(value).replace('.0 ', ' '))];
}

function minuteTicks(x, width, bottom) {
  return [0, 1, 2, 3, 4, 5].filter(minute => width > 380 || minute % 2 === 0).flatMap(minute => {
    const at = Math.round(x(stream.heardAt - minute * 60_000)) + .5;
    const anchor = minute === 0 ? 'end' : minute === 5 ? 'start' : 'middle';
    return [svg('line', {class: 'axis', x1: at, x2: at, y1: bottom, y2: bottom + 4}),
      svg('text', {class: 'tick', x: at, y: HEIGHT - 3, 'text-anchor': anchor}, minute ? `−${minute} min` : 'now')];
  });
}

function showLegend(plot, shown, points) {
  plot.series.forEach((name, i) => {
    plot.keys[i].hidden = name === 'held' && !points.some(point => point.held != null);
    const value = plot.unit(shown?.[name] ?? null);
    setText(plot.keys[i], plot.series.length > 1 ? `${name === 'connections' ? 'live' : name} ${value}` : value);
  });
  setText(plot.caption.firstChild, plot.title + (pointedAt == null || !shown ? '' : ` ${time(stream.heardAt - shown.at)} ago`));
  plot.svg.setAttribute('aria-label', `${plot.title} in the last five minutes. Now: ` + plot.keys.map(key => key.textContent).join(', '));
}

const nearest = (points, at) => points.reduce((best, point) => !best || Math.abs(point.at - at) < Math.abs(best.at - at) ? point : best, null);
const values = (plot, points) => plot.series.flatMap(name => points.map(point => point[name])).filter(value => value != null);

/** A scale from zero to a round number. */
function linear(plot, points) {
  const most = Math.max(plot.least ?? plot.base / 10, ...values(plot, points));
  const unit = plot.base ** Math.floor(Math.log(most) / Math.log(plot.base));
  const steps = plot.base === 1024 ? [1, 2, 4, 6, 10, 20, 40, 60, 100, 200, 400, 600, 1024] : [1, 2, 4, 6, 10];
  const top = unit * steps.find(step => unit * step >= most * .9999);
  return {ticks: [0, top / 2, top], part: value => value / top};
}

/** A scale of powers of ten, because calls that take microseconds and calls that take seconds are both of interest. */
function decades(plot, points) {
  const all = values(plot, points).filter(value => value > 0);
  const low = Math.floor(Math.log10(Math.min(10, ...all))), high = Math.max(low + 2, Math.ceil(Math.log10(Math.max(100, ...all))));
  const step = Math.ceil((high - low) / 4);
  const ticks = [];
  for (let power = low; power <= high; power += step) ticks.push(10 ** power);
  return {ticks, part: value => Math.max(0, (Math.log10(value || 1e-9) - low) / (high - low))};
}

/** Returns a curve with a gap wherever there was no value, or no data for some seconds. */
function path(points, name, x, y) {
  let line = '', last = null;
  for (const point of points) {
    if (point[name] != null) {
      line += (last == null || point.at - last > 5000 ? 'M' : 'L') + x(point.at).toFixed(1) + ' ' + y(point[name]).toFixed(1);
    }
    last = point[name] == null ? null : point.at;
  }
  return line;
}

/** Draws the traffic of the last minute into a cell. */
function spark(cell, name) {
  const points = (histories.get(name)?.points ?? []).filter(point => point.at > stream.heardAt - 60_000)
      .map(point => ({at: point.at, value: point.calls ?? (point.in == null ? null : point.in + point.out)}));
  const most = Math.max(1, ...points.map(point => point.value ?? 0));
  const x = at => 110 - (stream.heardAt - at) / 60_000 * 110, y = value => 18.5 - value / most * 16;
  const drawing = only(cell, () => svg('svg', {class: 'spark', viewBox: '0 0 110 20', 'aria-hidden': 'true'}));
  const curve = only(drawing, () => svg('path', {class: 'curve'}));
  curve.setAttribute('d', path(points, 'value', x, y));
}
