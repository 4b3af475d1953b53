// The connections of the selected server.

const MOST_ROWS = 200;

const connections = new Table(byId('connections'), [
  {name: 'Id', by: connection => connection.id, className: 'number', text: connection => connection.id},
  {name: 'Process', by: connection => connection.process ?? '', className: 'line', text: connection => connection.process ?? '–'},
  {name: 'PID', by: connection => connection.pid, className: 'number', text: connection => connection.pid ?? '–'},
  {name: 'User', by: connection => connection.user ?? '', className: 'line', text: connection => connection.user ?? '–'},
  {name: 'Age', by: connection => connection.ageMillis, className: 'number', text: connection => time(connection.ageMillis)},
  {name: 'Idle', by: connection => connection.idleMillis, className: 'number', text: connection => time(connection.idleMillis)},
  {name: 'In', by: connection => connection.bytesIn, className: 'number', text: connection => size(connection.bytesIn)},
  {name: 'Out', by: connection => connection.bytesOut, className: 'number', text: connection => size(connection.bytesOut)},
  {name: 'Queued', title: 'What waits for the client to read it', by: connection => connection.queued, className: 'number',
    text: connection => connection.queued ? size(connection.queued) : '–'},
  {name: 'Handler', by: connection => connection.handler ?? '', className: 'line', text: connection => connection.handler ?? 'held'},
  button('Close…', 'close', connection => 'connection ' + connection.id)],
connection => connection.id, {sortBy: 'Id', most: MOST_ROWS});

let live = [];

function refreshConnections() {
  const name = host.selected;
  if (name == null || document.hidden || stream.lostAt) return undefined;
  return tryCall('patchbay.connections', found => {
    if (name !== host.selected) return;
    live = found;
    showConnections();
  }, {server: name});
}

function showConnections() {
  const wanted = byId('connections-filter').value.trim().toLowerCase();
  const text = connection => [connection.id, connection.process, connection.pid, connection.user, connection.handler].join(' ').toLowerCase();
  const found = live.filter(connection => text(connection).includes(wanted));
  connections.show(found);
  const shown = Math.min(found.length, connections.most);
  setText(byId('connections-count'), shown < live.length ? `${whole(shown)} of ${whole(live.length)}` : whole(live.length));
  byId('connections-none').hidden = found.length > 0;
  byId('connections-more').hidden = shown === found.length;
}

byId('connections-filter').addEventListener('input', showConnections);
byId('connections-more').addEventListener('click', event => {
  if (!event.target.closest('button')) return;
  connections.most += MOST_ROWS;
  showConnections();
});
