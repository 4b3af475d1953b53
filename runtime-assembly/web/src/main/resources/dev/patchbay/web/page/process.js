// The process and its problems.

const stateOf = server => server.holding ? 'HOLDING' : server.state;
const selectedServer = () => host.status?.servers.find(server => server.name === host.selected);
/** Returns whether this page itself is served through the server. */
const carriesThisPage = server => ['control', 'http'].includes(server.handler) || ['control', 'http'].includes(server.name);

function showStatus(status) {
  const first = !host.status;
  host.status = status;
  status.servers.forEach(server => remember(server, stream.heardAt));
  for (const name of histories.keys()) if (!status.servers.some(server => server.name === name)) histories.delete(name);
  if (!selectedServer()) select(preferred(status)?.name ?? null);
  showProcess(status);
  showProblems(status.problems);
  showServers(status.servers);
  showPlugins(status.plugins);
  showEventServers(status.servers);
  if (first) reveal();
  showServer();
}

/** Shows the page when there is something in all parts of it, so that nothing moves when the first data come. */
async function reveal() {
  await Promise.race([refreshConnections(), new Promise(resolve => setTimeout(resolve, 2000))]);
  document.querySelector('main').hidden = false;
  showPlots();
}

function preferred(status) {
  const troubled = status.problems.map(problem => problem.subject);
  return status.servers.find(server => addressOf(server.name) === location.hash)
      ?? status.servers.find(server => troubled.includes('server ' + server.name))
      ?? status.servers.find(server => !carriesThisPage(server)) ?? status.servers[0];
}

/** Returns the part of the page's address that selects a server, so that a reload and a bookmark find it again. */
const addressOf = name => '#server=' + encodeURIComponent(name);

function select(name) {
  if (host.selected === name) return;
  host.selected = name;
  history.replaceState(null, '', name == null ? ' ' : addressOf(name));
  live = [];
  connections.most = MOST_ROWS;
  if (host.status) {
    showServers(host.status.servers);
    showServer();
    showConnections();
    refreshConnections();
  }
}

function showProcess(status) {
  const serving = status.servers.filter(server => stateOf(server) === 'RUNNING').length;
  setText(byId('version'), status.version);
  showState(byId('ready'), status.ready ? 'READY' : 'NOT READY');
  setText(byId('counts'), `${serving} of ${count(status.servers.length, 'server')} serving, `
      + `${count(sum(status.servers.map(server => server.connections)), 'connection')}, ${count(status.plugins.length, 'plugin')}`);
  const problems = status.problems.length;
  document.title = `${problems ? `(${problems}) ` : ''}${status.ready ? 'Ready' : 'NOT READY'} – Patchbay`;
  const words = ['process ' + status.pid, 'Java ' + status.java,
    status.startedAt ? 'up ' + time(Date.now() - Date.parse(status.startedAt)) : null, status.home];
  const shown = words.filter(word => word);
  const line = byId('process');
  if (line.children.length !== shown.length) line.replaceChildren(...shown.map(() => element('span')));
  shown.forEach((word, i) => setText(line.children[i], word));
}

let problemsShown = null;

function showProblems(problems) {
  const text = JSON.stringify(problems);
  if (text === problemsShown) return;
  problemsShown = text;
  byId('problems').replaceChildren(...problems.length ? problems.map(problemCard)
      : [element('p', 'problem fine', 'No problems.')]);
}

function problemCard(problem) {
  const server = /^server (.*)$/s.exec(problem.subject)?.[1];
  const subject = server == null ? element('strong', '', problem.subject) : element('button', 'plain name', problem.subject);
  if (server != null) subject.addEventListener('click', () => select(server));
  const word = element('span');
  showState(word, problem.problem);
  const serious = word.classList.contains('bad');
  return element('article', serious ? 'problem bad' : 'problem', element('p', '', subject, word), element('p', '', problem.text),
      ...problem.advice ? [element('p', 'advice quiet', problem.advice)] : []);
}
