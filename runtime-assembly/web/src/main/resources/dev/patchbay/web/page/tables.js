// Tables.

/**
 * A table whose columns are declared: {name, text or fill, by, className}. The headings of columns with `by` sort. Rows
 * stay as long as their items do, so that the focus and the selection of text stay too.
 */
class Table {
  constructor(table, columns, key, {sortBy, rowClass, most} = {}) {
    Object.assign(this, {columns, key, rowClass, most, rows: new Map(), items: []});
    this.order = {column: columns.find(column => column.name === sortBy), sign: 1};
    this.headings = columns.map(column => this.heading(column));
    this.body = element('tbody');
    table.replaceChildren(element('thead', '', inRole('row', element('tr', '', ...this.headings))), this.body);
    inRole('table', table);
    table.addEventListener('click', event => this.clicked(event.target.closest('button[data-do]')));
  }

  heading(column) {
    const cell = inRole('columnheader', element('th', column.className));
    cell.scope = 'col';
    if (column.title) cell.title = column.title;
    if (!column.by) {
      cell.append(column.name);
      return cell;
    }
    const button = cell.appendChild(element('button', 'plain', column.name));
    button.type = 'button';
    button.addEventListener('click', () => {
      const numbers = (column.className ?? '').includes('number');
      this.order = {column, sign: this.order.column === column ? -this.order.sign : numbers ? -1 : 1};
      this.show(this.items);
    });
    return cell;
  }

  clicked(button) {
    if (button) operations[button.dataset.do](button.closest('tr').item);
  }

  show(items) {
    this.items = items;
    const shown = this.sorted(items).slice(0, this.most ?? items.length);
    const keys = new Set(shown.map(this.key));
    for (const [key, row] of this.rows) {
      if (!keys.has(key)) {
        row.remove();
        this.rows.delete(key);
      }
    }
    let next = this.body.firstChild;
    for (const item of shown) {
      const row = this.row(this.key(item));
      row.item = item;
      this.fill(row);
      if (row === next) next = next.nextSibling;
      else this.body.insertBefore(row, next);
    }
    this.headings.forEach((cell, i) => this.order.column === this.columns[i]
        ? cell.setAttribute('aria-sort', this.order.sign > 0 ? 'ascending' : 'descending') : cell.removeAttribute('aria-sort'));
  }

  row(key) {
    if (!this.rows.has(key)) {
      const cells = this.columns.map(column => inRole('cell', element('td', column.className)));
      this.rows.set(key, inRole('row', element('tr', '', ...cells)));
    }
    return this.rows.get(key);
  }

  fill(row) {
    const name = this.rowClass?.(row.item) ?? '';
    if (row.className !== name) row.className = name;
    this.columns.forEach((column, i) => {
      const cell = row.cells[i];
      if (column.fill) column.fill(cell, row.item);
      else setText(cell, column.text(row.item));
      if (column.className?.includes('line') && cell.title !== cell.textContent) cell.title = cell.textContent;
    });
  }

  sorted(items) {
    const {column, sign} = this.order;
    if (!column) return items;
    const compare = (a, b) => typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en', {numeric: true});
    return items.map(item => [column.by(item) ?? -1, item]).sort((a, b) => sign * compare(a[0], b[0])).map(pair => pair[1]);
  }
}

/** Returns a column with a button that begins an operation on the item of its row. */
const button = (label, operation, what, offered = () => true) => ({name: '', className: 'narrow number', fill: (cell, item) => {
  const node = only(cell, () => element('button', 'small', label));
  node.type = 'button';
  node.dataset.do = operation;
  node.hidden = !offered(item);
  node.setAttribute('aria-label', `${label} ${printable(what(item))}`);
}});

/** Returns a column with a word that names a state. */
const stateColumn = (name, word) => ({name, by: word, className: 'narrow', fill: (cell, item) =>
  showState(only(cell, () => element('span')), word(item))});

function showState(node, word) {
  setText(node, word);
  node.className = 'state ' + (
      /FAILED|HOLDING|IGNORED|NOT READY/.test(word) ? 'bad' : /DRAINING|STOPPED|OUTDATED|REJECTED|UNUSABLE/.test(word) ? 'warn'
          : /RUNNING|SERVING|READY/.test(word) ? 'ok' : '');
}

function meter(cell, part) {
  const bar = only(cell, () => element('span', 'busy', element('i')));
  bar.firstChild.style.transform = `scaleX(${part ?? 0})`;
  bar.hidden = part == null;
  if (!bar.nextSibling) cell.append('');
  bar.nextSibling.data = percent(part);
}
