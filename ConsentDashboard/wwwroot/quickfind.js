// The box for the number of a caller: / leads to it from every page, and on a phone its button does.
const box = () => document.querySelector('[data-quick-find]');

// On a Russian keyboard the key of the slash gives a full stop.
const isSlash = event => event.key === '/' || (event.code === 'Slash' && event.key === '.');

const onKey = event => {
  // A key that is held down must not go on to press what the dialog puts under the finger.
  if (event.repeat && event.key === 'Enter' && event.target.closest('[data-deliberate]')) {
    event.preventDefault();
    return;
  }

  const typing = event.target.closest('input, select, textarea, [contenteditable]');
  if (!isSlash(event) || typing || event.ctrlKey || event.altKey || event.metaKey || document.querySelector('[role=dialog]')) {
    return;
  }

  const field = box();
  if (field) {
    event.preventDefault();
    field.focus();
    field.select();
  }
};

const onClick = event => {
  if (event.target.closest('[data-quick-open]')) {
    box()?.focus();
  }
};

export const start = () => {
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
};

export const stop = () => {
  document.removeEventListener('keydown', onKey);
  document.removeEventListener('click', onClick);
};
