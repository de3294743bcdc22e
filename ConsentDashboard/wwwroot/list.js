// Keys for a list: arrows move between rows, Page Up and Page Down between pages.
const rows = () => [...document.querySelectorAll('[data-rows] [data-row]')];

const onKey = event => {
  const typing = event.target.closest('input, select, textarea, [contenteditable]');
  if (typing || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('[role=dialog]')) {
    return;
  }

  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    const all = rows();
    const at = all.indexOf(document.activeElement);
    const next = event.key === 'ArrowDown' ? Math.min(at + 1, all.length - 1) : Math.max(at - 1, 0);
    if (all.length > 0) {
      event.preventDefault();
      all[next].focus();
    }
  } else if (event.key === 'PageDown' || event.key === 'PageUp') {
    const link = document.querySelectorAll('.pager a')[event.key === 'PageDown' ? 2 : 1];
    if (link?.getAttribute('href')) {
      event.preventDefault();
      link.click();
    }
  }
};

export const start = () => document.addEventListener('keydown', onKey);
export const stop = () => document.removeEventListener('keydown', onKey);
export const remember = (key, value) => localStorage.setItem(key, value);
export const recall = key => localStorage.getItem(key);
