// The start.

PLOTS.forEach(makePlot);
makeEventFilters();
makeLevels();
byId('drain').addEventListener('click', operations.drain);
byId('start').addEventListener('click', operations.start);
byId('by-ranking').addEventListener('click', operations.byRanking);
byId('ask-no').addEventListener('click', () => byId('ask').close(''));
new ResizeObserver(showPlots).observe(byId('plots'));
setInterval(refreshConnections, 2000);
setInterval(drawEvents, 300);
// A stream that is open and silent, as after a sleep of the machine, is opened again.
setInterval(() => {
  if (performance.now() - stream.heardAt < 6000 || stream.source.readyState !== EventSource.OPEN) return;
  lost();
  listen();
}, 1000);
listen();
