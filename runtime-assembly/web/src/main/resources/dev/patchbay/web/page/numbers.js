// Numbers, written as the command line writes them.

function size(bytes) {
  if (bytes == null) return '–';
  let unit = -1;
  for (; Math.abs(bytes) >= (unit < 0 ? 1023.5 : 1023.95) && unit < 5; unit++) bytes /= 1024;
  return unit < 0 ? Math.round(bytes) + ' B' : bytes.toFixed(1) + ' ' + ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'][unit];
}

function time(millis) {
  if (millis == null) return '–';
  const seconds = Math.floor(Math.max(0, millis) / 1000);
  const two = (large, small) => Math.floor(large) + small[0] + String(Math.floor(small[2])).padStart(2, '0') + small[1];
  if (seconds < 1) return Math.round(Math.max(0, millis)) + 'ms';
  if (seconds < 60) return (Math.floor(millis / 100) / 10).toFixed(1) + 's';
  if (seconds < 3600) return two(seconds / 60, ['m', 's', seconds % 60]);
  if (seconds < 86400) return two(seconds / 3600, ['h', 'm', seconds / 60 % 60]);
  return two(seconds / 86400, ['d', 'h', seconds / 3600 % 24]);
}

function micros(value) {
  if (value == null) return '–';
  const [number, unit] = value < 1e3 ? [value, 'µs'] : value < 1e6 ? [value / 1e3, 'ms'] : [value / 1e6, 's'];
  return (number < 9.95 ? number.toFixed(1) : Math.round(number)) + ' ' + unit;
}

const whole = number => number == null ? '–' : Math.round(number).toLocaleString('en');
const decimal = number => number == null ? '–' : number > 0 && number < 9.95 ? number.toFixed(1) : whole(number);
const perSecond = text => text === '–' ? text : text + '/s';
const percent = part => part == null ? '–' : Math.round(part * 100) + ' %';
const count = (number, noun) => whole(number) + ' ' + noun + (number === 1 ? '' : 's');
const clock = (date, millis) => date.toLocaleTimeString('en-GB') + (millis ? '.' + String(date.getMilliseconds()).padStart(3, '0') : '');
/** Returns a time, with the date unless it is today. */
const day = date => new Date().toDateString() === date.toDateString() ? clock(date)
  : date.toLocaleDateString('en-GB', {day: 'numeric', month: 'short'}) + ' ' + clock(date);
const reasons = counts => Object.entries(counts ?? {}).map(([reason, number]) => reason + ' ' + whole(number)).join(', ');
const sum = numbers => numbers.reduce((all, number) => all + number, 0);
