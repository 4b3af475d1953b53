// Operations.

// Each asks first, says what will happen, and reports in words what has happened.

/** Asks in the dialog; the result is null if the operator cancels, otherwise the text of the field. */
function question({title, text, warning, button, field}) {
  const dialog = byId('ask'), box = byId('ask-field'), input = box.querySelector('input');
  setText(byId('ask-title'), title);
  byId('ask-text').replaceChildren(...text.map(line => element('p', '', line)), ...warning ? [element('p', 'warning', warning)] : []);
  setText(byId('ask-yes'), button);
  box.hidden = !field;
  setText(box.querySelector('span'), field?.label);
  input.value = '';
  input.placeholder = field?.placeholder ?? '';
  dialog.returnValue = '';
  dialog.showModal();
  // A key that is held down must not confirm what it has just opened.
  (field ? input : byId('ask-no')).focus();
  return new Promise(resolve => dialog.addEventListener('close',
      () => resolve(dialog.returnValue === 'yes' ? input.value.trim() : null), {once: true}));
}

async function operate({method, params, doing, done, ...asked}) {
  const value = await question(asked);
  if (value === null) return;
  const report = say(doing, 'waits');
  try {
    const result = await call(method, params(value));
    report(done(result), '');
    refreshConnections();
  } catch (reason) {
    report(`${asked.title.replace(/\?$/, '')}: ${reason.message}`, 'bad');
  }
}

/** Shows what happens in a box that stays until it is dismissed, and returns the function that replaces its text. */
function say(text, className) {
  const words = element('span', '', text);
  const dismiss = element('button', 'small', 'Dismiss');
  dismiss.type = 'button';
  const box = element('div', 'result ' + className, words, dismiss);
  dismiss.addEventListener('click', () => box.remove());
  const all = byId('results');
  all.append(box);
  while (all.children.length > 3) all.firstChild.remove();
  return (then, name) => {
    setText(words, then);
    box.className = 'result ' + name;
  };
}

const setting = key => selectedServer()?.configuration?.[key];
const movesOn = server => `${count(server.connections, 'connection')} will finish the call that is running, if any, and move to the `
    + `new handler. A call that takes longer than swap.timeout, ${setting('swap.timeout') ?? '5s'}, ends together with its connection.`;
const cutsOff = name => selectedServer()?.name === name && carriesThisPage(selectedServer())
  ? `This page itself is served through ${name}, and loses its connection with it.` : null;

const operations = {
  choose(handler) {
    const server = selectedServer();
    return operate({
      title: `Put handler ${handler.name} in charge of server ${server.name}?`,
      text: [movesOn(server),
        `${handler.name} (${handler.origin}, service ${handler.id}) stays in charge, whatever the rankings are, for as long as it is there.`],
      warning: cutsOff(server.name), button: 'Choose ' + handler.name,
      method: 'patchbay.choose', params: () => ({server: server.name, handler: handler.id}),
      doing: `Handing server ${server.name} over to ${handler.name}`, done: () => `Server ${server.name} has the handler ${handler.name}.`});
  },

  byRanking() {
    const server = selectedServer();
    return operate({
      title: `Choose the handler of server ${server.name} by ranking again?`,
      text: ['The handler with the highest ranking, then the oldest, takes charge, unless it has it already.', movesOn(server)],
      warning: cutsOff(server.name), button: 'By ranking',
      method: 'patchbay.choose', params: () => ({server: server.name, handler: null}),
      doing: `Choosing the handler of server ${server.name}`, done: () => `Server ${server.name} has the handler with the highest ranking.`});
  },

  drain() {
    const server = selectedServer();
    const limit = setting('drain.timeout') ?? 'drain.timeout';
    return operate({
      title: `Drain server ${server.name} and stop it?`,
      text: [`It accepts no more clients at ${belowHome(server.address)}. `
          + `${count(server.connections, 'connection')} may finish; what is left after the time below is ended.`,
        'It stays stopped until it is started, or its configuration changes.'],
      warning: cutsOff(server.name), button: 'Drain',
      field: {label: `Within (empty for drain.timeout, ${limit})`, placeholder: limit},
      method: 'patchbay.drain', params: atMost => atMost ? {server: server.name, atMost} : {server: server.name},
      doing: `Draining server ${server.name}`,
      done: drain => drain.stopped
          ? `Server ${server.name} has stopped after ${time(drain.tookMillis)}: ${count(drain.finished, 'connection')} finished, `
              + `${drain.forced} ${drain.forced === 1 ? 'was' : 'were'} ended.`
          : `Server ${server.name} is draining.`});
  },

  start() {
    const server = selectedServer();
    return operate({
      title: `Start server ${server.name}?`, text: ['Clients can connect as soon as it has started. Its totals begin at zero.'], button: 'Start',
      method: 'patchbay.start', params: () => ({server: server.name}),
      doing: `Starting server ${server.name}`, done: () => `Server ${server.name} accepts connections.`});
  },

  close(connection) {
    const {process, pid, user} = connection;
    const who = `${process ?? 'a process that has ended'} (process ${pid ?? 'unknown'}, user ${user ?? 'unknown'})`;
    return operate({
      title: `Close connection ${connection.id} of server ${connection.server}?`,
      text: [`It is that of ${who}, connected for ${time(connection.ageMillis)}.`,
        'What has been written to it is still sent. The client may connect again.'],
      warning: cutsOff(connection.server), button: 'Close connection',
      method: 'patchbay.close', params: () => ({server: connection.server, connection: connection.id}),
      doing: `Closing connection ${connection.id}`, done: () => `Closing connection ${connection.id} of server ${connection.server}.`});
  },

  rollback(plugin) {
    return operate({
      title: `Roll back plugin ${plugin.file}?`,
      text: [`The version before ${plugin.version} takes its place. Connections move to its handlers and stay open.`],
      button: 'Roll back',
      method: 'patchbay.rollback', params: () => ({plugin: plugin.file}),
      doing: `Rolling back ${plugin.file}`,
      done: now => `Plugin ${now.file} serves version ${now.version} in place of ${now.was}.`});
  },

  setLevel(logger, level) {
    if (!logger) {
      byId('logger').focus();
      return undefined;
    }
    const inherits = level === INHERITED;
    return operate({
      title: inherits ? `Let logger ${logger} inherit its level?` : `Set logger ${logger} to ${level}?`,
      text: ['It holds until Patchbay ends or conf/logback.xml changes.'], button: inherits ? 'Inherit' : `Set to ${level}`,
      method: 'patchbay.logLevel', params: () => ({logger, level: inherits ? null : level}),
      doing: `Setting the level of ${logger}`,
      done: () => {
        showLevels();
        return `Logger ${logger} ${inherits ? 'inherits its level' : `has the level ${level}`}.`;
      }});
  },

  takeLogger(entry) {
    byId('logger').value = entry.logger;
    byId('level').focus();
  }};
