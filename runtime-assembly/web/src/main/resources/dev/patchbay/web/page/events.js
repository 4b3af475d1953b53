// Events.

const KINDS = {
  Connections: ['connectionOpened', 'connectionClosed', 'connectionRefused'],
  Handlers: ['handlerSwapped', 'holdingStarted', 'holdingEnded'],
  Servers: ['serverStarted', 'serverDraining', 'serverStopped'],
  Faults: ['serverFailed', 'configurationRejected', 'error', 'eventsMissed']};
const SEVERITY = {serverFailed: 'bad', error: 'bad', holdingStarted: 'bad', configurationRejected: 'warn', connectionRefused: 'warn',
  eventsMissed: 'warn', handlerSwapped: 'note', holdingEnded: 'note', serverStarted: 'note', serverDraining: 'note', serverStopped: 'note'};
const KEPT_EVENTS = 1000, SHOWN_EVENTS = 200;
/** All events that are kept, the newest last; and those that came since the list was drawn. */
const events = {all: [], fresh: [], paused: false, kinds: new Set(Object.keys(KINDS))};

function addEvent(event) {
  events.all.push(event);
  events.fresh.push(event);
  if (events.all.length > KEPT_EVENTS) events.all.shift();
  if (events.fresh.length > KEPT_EVENTS) events.fresh.shift();
}

/** Asks for the events before the page was opened, or while it had no connection, where the host keeps them. */
function loadHistory() {
  if (!host.methods.has('patchbay.history')) return;
  tryCall('patchbay.history', past => {
    const known = new Set(events.all.map(event => event.time + event.text));
    events.all = [...past.filter(event => !known.has(event.time + event.text)), ...events.all]
        .sort((a, b) => Date.parse(a.time) - Date.parse(b.time)).slice(-KEPT_EVENTS);
    redrawEvents();
  }, {max: 200});
}

function kindOf(event) {
  return Object.keys(KINDS).find(kind => KINDS[kind].includes(event.type)) ?? 'Servers';
}

function wantedEvent(event) {
  const server = byId('events-server').value;
  if (!events.kinds.has(kindOf(event))) return false;
  if (server) return event.server === server;
  return kindOf(event) !== 'Connections' || !carriesThisPage({name: event.server});
}

function eventRow(event) {
  const at = new Date(event.time);
  const stamp = element('time', '', clock(at, true));
  stamp.dateTime = event.time;
  stamp.title = at.toLocaleString();
  return element('li', SEVERITY[event.type], stamp, element('span', '', event.text));
}

/** Called some times a second, so that a thousand events in one do not keep the browser from anything else. */
function drawEvents() {
  showEventCount();
  if (events.paused || !events.fresh.length) return;
  const rows = events.fresh.filter(wantedEvent).slice(-SHOWN_EVENTS).reverse().map(eventRow);
  events.fresh = [];
  const list = byId('events');
  list.prepend(...rows);
  while (list.children.length > SHOWN_EVENTS) list.lastChild.remove();
  byId('events-none').hidden = list.children.length > 0;
}

function redrawEvents() {
  byId('events').replaceChildren();
  events.fresh = [...events.all];
  drawEvents();
}

function showEventCount() {
  const waiting = events.paused ? events.fresh.filter(wantedEvent).length : 0;
  setText(byId('events-count'), events.paused ? `paused, ${whole(waiting)} new` : '');
}

function makeEventFilters() {
  byId('events-kinds').append(...Object.keys(KINDS).map(kind => {
    const toggle = element('button', 'small', kind);
    toggle.type = 'button';
    toggle.setAttribute('aria-pressed', 'true');
    toggle.addEventListener('click', () => {
      if (!events.kinds.delete(kind)) events.kinds.add(kind);
      toggle.setAttribute('aria-pressed', events.kinds.has(kind));
      redrawEvents();
    });
    return toggle;
  }));
  byId('events-server').addEventListener('change', redrawEvents);
  byId('events-pause').addEventListener('click', event => {
    events.paused = !events.paused;
    event.target.setAttribute('aria-pressed', events.paused);
    drawEvents();
  });
}

function showEventServers(all) {
  const list = byId('events-server');
  const names = all.map(server => server.name);
  if (JSON.stringify(names) === list.dataset.names) return;
  list.dataset.names = JSON.stringify(names);
  const chosen = list.value;
  list.replaceChildren(list.firstElementChild, ...names.map(name => {
    const option = element('option', '', name);
    option.value = name;
    return option;
  }));
  list.value = names.includes(chosen) ? chosen : '';
}
