// The host.

const host = {status: null, methods: new Set(), defaults: new Map(), selected: null, requests: 0};

/** Calls a method. What is thrown has a message for the operator. */
async function call(method, params = {}) {
  let response;
  try {
    response = await fetch('rpc', {
      method: 'POST', headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({jsonrpc: '2.0', id: ++host.requests, method, params})});
  } catch {
    throw new Error('nothing answers; have the host or patchbay page ended?');
  }
  if (response.status === 403) throw new Error('this page is no longer permitted; run patchbay page and open the address that it prints');
  const text = await response.text();
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Error(text || 'the host answered ' + response.status);
  }
  if (answer.error) throw new Error(answer.error.message);
  return answer.result;
}

/** Keeps the stream of status and events open. The browser opens it again after most faults, and this after the others. */
const stream = {source: null, heardAt: 0, lostAt: null};

function listen() {
  stream.source?.close();
  stream.heardAt = performance.now();
  const source = stream.source = new EventSource('events');
  source.addEventListener('status', message => {
    stream.heardAt = performance.now();
    if (stream.lostAt || !host.status) connected();
    showStatus(JSON.parse(message.data));
  });
  source.addEventListener('event', message => addEvent(JSON.parse(message.data)));
  source.onerror = () => {
    lost();
    explain();
    if (source.readyState === EventSource.CLOSED && source === stream.source) setTimeout(listen, 2000);
  };
}

function connected() {
  stream.lostAt = null;
  showLink('Live', 'live');
  document.querySelector('main').classList.remove('stale');
  tryCall('rpc.discover', found => host.methods = new Set((found.methods ?? []).map(method => method.name)))
      .then(showLevels).then(loadHistory);
  tryCall('patchbay.keys', keys => keys.forEach(key => host.defaults.set(key.name, key.byDefault ?? '')));
}

/** Calls a method whose failure leaves a part of the page empty and nothing else. */
const tryCall = (method, use, params) => call(method, params).then(use, () => undefined);

function lost() {
  if (stream.lostAt) return;
  stream.lostAt = new Date();
  document.querySelector('main').classList.add('stale');
  showLink(lossInWords(), 'lost');
}

const lossInWords = () => host.status ? `Connection lost at ${clock(stream.lostAt)}; trying again` : 'No connection; trying again';

/** Finds out why the stream does not open, which its own interface does not say. */
const explain = () => call('patchbay.status').catch(reason => stream.lostAt && showLink(`${lossInWords()} (${reason.message})`, 'lost'));

function showLink(text, className) {
  setText(byId('link'), text);
  byId('link').className = 'end ' + className;
}
