// All servers.

const rateColumn = (name, value, write, className) =>
  ({name, className: 'number ' + (className ?? ''), by: server => value(lastPoint(server.name)) ?? -1,
    text: server => write(value(lastPoint(server.name)) ?? null)});

const servers = new Table(byId('servers'), [
  {name: 'Server', by: server => server.name, className: 'line', fill: (cell, server) => {
    const node = only(cell, () => element('button', 'plain name'));
    node.type = 'button';
    setText(node, server.name);
    node.setAttribute('aria-current', server.name === host.selected);
  }},
  stateColumn('State', stateOf),
  {name: 'Handler', by: server => server.handler ?? '', className: 'line rank2',
    text: server => (server.handler ?? '–') + (server.chosenByHand ? ', by hand' : '')},
  {name: 'Connections', by: server => server.connections, className: 'number', text: server => whole(server.connections)},
  rateColumn('In', point => point.in, value => perSecond(size(value)), 'rank2'),
  rateColumn('Out', point => point.out, value => perSecond(size(value)), 'rank2'),
  rateColumn('Calls', point => point.calls, value => perSecond(decimal(value)), 'timed'),
  rateColumn('p50', point => point.p50, micros, 'timed rank2'),
  rateColumn('p99', point => point.p99, micros, 'timed rank2'),
  {name: 'Loops busy', title: 'The busiest event loop of the server', by: server => busiest(server.name), className: 'narrow rank3 timed',
    fill: (cell, server) => meter(cell, busiest(server.name) < 0 ? null : busiest(server.name))},
  {name: 'Longest call', title: 'How long the handler call that occupies an event loop has been running',
    by: longestCall, className: 'number rank3', text: server => time(longestCall(server))},
  {name: 'Last minute', className: 'narrow rank3', fill: (cell, server) => spark(cell, server.name)},
  {name: 'Address', by: server => server.address, className: 'line-quiet rank3', text: server => belowHome(server.address)}],
server => server.name, {sortBy: 'Server', rowClass: server => server.name === host.selected ? 'chosen' : ''});

byId('servers').addEventListener('click', event => {
  const row = event.target.closest('tbody tr');
  if (row) select(row.item.name);
});
byId('servers-filter').addEventListener('input', () => showServers(host.status.servers));

function longestCall(server) {
  const times = (server.loops ?? []).map(loop => loop.longestCallMillis);
  return times.length ? Math.max(...times) : null;
}

function belowHome(address) {
  const home = host.status.home;
  return home && address.startsWith(home + '/') ? address.slice(home.length + 1) : address;
}

function showServers(all) {
  const filter = byId('servers-filter');
  filter.hidden = all.length < 9;
  const wanted = filter.hidden ? '' : filter.value.trim().toLowerCase();
  const text = server => [server.name, stateOf(server), server.handler, server.address].join(' ').toLowerCase();
  servers.show(all.filter(server => text(server).includes(wanted)));
  // Hosts of earlier versions do not count calls.
  byId('servers').classList.toggle('untimed', !all.some(server => server.calls));
}
