// The selected server.

const handlers = new Table(byId('handlers'), [
  {name: 'Handler', className: 'line', text: handler => handler.name},
  stateColumn('Standing', handler => handler.standing.replace('_', ' ')),
  button('Choose…', 'choose', handler => handler.name, handler => handler.standing === 'STANDING_BY'),
  {name: 'Why', className: 'wrap', text: handler => handler.why},
  {name: 'Ranking', className: 'number rank2', text: handler => handler.ranking},
  {name: 'Execution', className: 'narrow quiet rank2', text: handler => handler.execution},
  {name: 'From', className: 'line-quiet rank3', text: handler => `${handler.origin}, service ${handler.id}`}],
handler => handler.id);

const loops = new Table(byId('loops'), [
  {name: 'Loop', className: 'line', text: loop => loop.name},
  {name: 'Connections', className: 'number rank2', text: loop => whole(loop.connections)},
  {name: 'Busy', className: 'narrow', fill: (cell, loop) => meter(cell, histories.get(host.selected)?.busy.get(loop.name))},
  {name: 'Longest call', className: 'number', text: loop => time(loop.longestCallMillis)},
  {name: 'Taken over', title: 'How often another thread took over the loop because a handler blocked it', className: 'number rank2',
    text: loop => whole(loop.rescues)}],
loop => loop.name);

function showServer() {
  const server = selectedServer();
  if (!server) return;
  setText(byId('server-title'), 'Server ' + server.name);
  showState(byId('server-state'), stateOf(server));
  setText(byId('server-since'), 'since ' + day(new Date(server.since)));
  byId('drain').disabled = server.state !== 'RUNNING';
  byId('start').disabled = !['STOPPED', 'FAILED'].includes(server.state);
  byId('by-ranking').hidden = !server.chosenByHand;
  showFacts(server);
  showPlots();
  handlers.show(server.handlers);
  loops.show(server.loops ?? []);
  showFaults(server);
  showConfiguration(server);
}

/** The facts in the order in which they are shown: name, value or null where the host does not have it, width. */
function facts(server) {
  const totals = server.totals;
  const inCharge = server.handlers.find(handler => handler.standing === 'SERVING');
  return [
    ['Handler', server.handler ? `${server.handler}: ${inCharge?.why ?? 'in charge'}` : 'none; connections are held', 'wide'],
    ['Address', belowHome(server.address) + (server.poller ? ` (${server.poller})` : ''), 'wide'],
    ['Connections', whole(server.connections) + (server.held ? `, ${whole(server.held)} held` : '')],
    ['Accepted', whole(totals.accepted)],
    ['Refused', whole(sum(Object.values(totals.refused))), '', reasons(totals.refused)],
    ['Ended', whole(sum(Object.values(totals.closed))), '', reasons(totals.closed)],
    ['Bytes in', size(totals.bytesIn)], ['Bytes out', size(totals.bytesOut)],
    ['Queued', server.queuedBytes == null ? null : size(server.queuedBytes)],
    ['Calls', server.calls ? whole(server.calls.count) : null],
    ['Swaps', whole(totals.swaps)], ['Holds', totals.holds == null ? null : whole(totals.holds)],
    ['Events late by', server.eventLagMillis ? time(server.eventLagMillis) : null]];
}

function showFacts(server) {
  const list = byId('facts');
  const shown = facts(server).filter(fact => fact[1] != null);
  if (list.children.length !== shown.length) {
    list.replaceChildren(...shown.map(fact => element('div', fact[2], element('dt', '', fact[0]), element('dd'))));
  }
  shown.forEach(([name, value, width, detail], i) => {
    const box = list.children[i];
    setText(box.firstChild, name);
    setText(box.lastChild, value + (detail ? ` (${detail})` : ''));
    box.className = detail ? 'wide' : width ?? '';
  });
}

/** The configuration as it was written, which the status does not have, and for what it was asked. */
const written = {of: null, view: null, all: false};

function showConfiguration(server) {
  const of = JSON.stringify([server.name, server.configuration, server.faults]);
  if (written.of !== of) {
    Object.assign(written, {of, view: null});
    tryCall('patchbay.configuration', view => {
      if (written.of !== of) return;
      written.view = view;
      showKeys(server);
    }, {server: server.name});
  }
  showKeys(server);
}

function showKeys(server) {
  const newest = written.view?.newest;
  const names = [...new Set([...Object.keys(server.configuration ?? {}), ...Object.keys(newest ?? {})])];
  const rows = names.map(name => keyRow(name, server.configuration?.[name], newest?.[name])).filter(row => row.shown || written.all);
  setText(byId('configuration-file'), written.view?.file ?? '');
  const text = JSON.stringify(rows);
  if (byId('keys').shown === text) return;
  byId('keys').shown = text;
  byId('keys').replaceChildren(...rows.map(row => element('div', row.className,
      element('dt', 'code', row.name), element('dd', 'code', row.value))));
}

/** Returns how a key is shown: those that differ from their defaults always, and what was rejected as such. */
function keyRow(name, inForce, newest) {
  const rejected = newest != null && newest !== inForce && written.view.faults.some(fault => fault.includes(name));
  const standard = host.defaults.get(name);
  const set = inForce != null && host.defaults.size > 0 && inForce !== (standard ?? '');
  const value = (inForce ?? 'not a key') + (rejected ? `, rejected: ${newest}` : '');
  return {name, value: value || '–', shown: set || rejected, className: rejected ? 'rejected-value' : set ? 'set' : ''};
}

byId('all-keys').addEventListener('click', event => {
  written.all = !written.all;
  event.target.setAttribute('aria-pressed', written.all);
  showServer();
});

function showFaults(server) {
  const box = byId('server-faults');
  box.hidden = !server.faults.length;
  const title = server.state === 'FAILED' ? 'FAILED' : 'NEWEST CONFIGURATION REJECTED';
  const text = title + ': ' + server.faults.join('; ');
  if (!box.hidden) setText(box, text);
}
