// Keys of the inbox: j, k and the arrows move between messages, w and n press the buttons of the one in focus, ? shows the keys.
const rows = () => [...document.querySelectorAll('[data-inbox] [data-row]')];

// On a keyboard of another alphabet the place of the key counts.
const nameOf = event => /^[a-z?]$/i.test(event.key) || event.key.length > 1 ? event.key.toLowerCase() : event.code.replace('Key', '').toLowerCase();

const move = step => {
  const all = rows();
  const at = all.findIndex(row => row.contains(document.activeElement));
  const to = at < 0 ? all[0] : all[Math.min(Math.max(at + step, 0), all.length - 1)];
  to?.focus();
  to?.scrollIntoView({ block: 'nearest' });
  return to !== undefined;
};

const press = key => {
  const row = document.activeElement?.closest('[data-inbox] [data-row]');
  if (!row) {
    return move(0);
  }

  // Where a number or a note is still missing, the key leads to its field.
  const field = row.querySelectorAll('input')[key === 'w' ? 0 : 1];
  if (field && !field.value) {
    field.focus();
  } else {
    row.querySelector(`[data-key="${key}"]`)?.click();
  }

  return true;
};

const onKey = event => {
  const typing = event.target.closest('input, select, textarea, [contenteditable]');
  if (typing || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('[role=dialog]')) {
    return;
  }

  const key = nameOf(event);
  const legend = document.querySelector('[data-keys]');
  const done = key === 'j' || key === 'arrowdown' ? move(1)
    : key === 'k' || key === 'arrowup' ? move(-1)
    : (key === 'w' || key === 'n') && !event.repeat ? press(key)
    : key === '?' && legend ? (legend.open = !legend.open, true)
    : false;
  if (done) {
    event.preventDefault();
  }
};

export const start = () => document.addEventListener('keydown', onKey);
export const stop = () => document.removeEventListener('keydown', onKey);

// Whoever has gone to another message meanwhile stays there: her next key is meant for that one. Without a message left,
// the page's heading takes the focus, and a reader begins there.
export const focus = (id, handled) => {
  const at = document.activeElement?.closest('[data-inbox] [data-row]');
  if (at && at.dataset.row !== handled) {
    return;
  }

  (document.querySelector(`[data-inbox] [data-row="${CSS.escape(id)}"]`) ?? rows()[0] ?? document.querySelector('h1'))?.focus();
};
