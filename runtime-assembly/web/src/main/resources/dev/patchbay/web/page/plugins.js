// Plugins and log levels.

const plugins = new Table(byId('plugins'), [
  {name: 'File', className: 'wrap', fill: (cell, plugin) => {
    if (!cell.firstChild) cell.append(element('div'), element('div', 'quiet'));
    setText(cell.firstChild, plugin.file);
    setText(cell.lastChild, plugin.text ?? [plugin.name, plugin.version].filter(word => word).join(' '));
  }},
  stateColumn('State', plugin => plugin.state),
  button('Roll back…', 'rollback', plugin => plugin.file,
      plugin => plugin.version && host.methods.has('patchbay.rollback'))],
plugin => plugin.file);

function showPlugins(all) {
  byId('plugins').hidden = !all.length;
  byId('plugins-none').hidden = all.length > 0;
  plugins.show(all);
}

const INHERITED = 'inherited';

const levels = new Table(byId('levels'), [
  {name: 'Logger', className: 'wrap', fill: (cell, entry) => {
    const node = only(cell, () => element('button', 'plain name'));
    node.type = 'button';
    node.dataset.do = 'takeLogger';
    setText(node, entry.logger);
  }},
  {name: 'Level', className: 'narrow', text: entry => entry.level}],
entry => entry.logger);

function showLevels() {
  if (!host.methods.has('patchbay.logLevels')) return undefined;
  return tryCall('patchbay.logLevels', found => {
    byId('log').hidden = false;
    levels.show(Object.entries(found).map(([logger, level]) => ({logger, level})));
  });
}

function makeLevels() {
  byId('level').append(...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'OFF', INHERITED].map(level => element('option', '', level)));
  byId('level').value = 'DEBUG';
  byId('log-set').addEventListener('click', () => operations.setLevel(byId('logger').value.trim(), byId('level').value));
}
