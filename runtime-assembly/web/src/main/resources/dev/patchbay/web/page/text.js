// Text and nodes.

// Whatever comes from the host is text that somebody else may have chosen, such as the names of processes. It enters
// the page by textContent and by attributes that are only shown, never as markup.

const byId = id => document.getElementById(id);

/** Returns text whose control characters, and marks that turn the direction of reading, are written as escapes. */
function printable(value) {
  return String(value ?? '').replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
      mark => '\\u' + mark.charCodeAt(0).toString(16).padStart(4, '0'));
}

function setText(node, value) {
  const text = printable(value);
  if (node.textContent !== text) node.textContent = text;
}

/** Creates an element; children that are no nodes become text. */
function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children.map(child => child instanceof Node ? child : printable(child)));
  return node;
}

/** Names the role of a part of a table, which it loses where the style lays it out as something else. */
function inRole(role, node) {
  node.setAttribute('role', role);
  return node;
}

/** Returns the only child of a cell, which is made when the cell is filled for the first time. */
const only = (cell, make) => cell.firstChild ?? cell.appendChild(make());
