// Theme switch without a reload; without script its form asks /theme instead. Open menus close on Escape, outside clicks and choices. Forms keep the focus while they are saved.
(() => {
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

  document.addEventListener('click', event => {
    if (event.target.closest('[data-theme-toggle]')) {
      event.preventDefault();
      const theme = isDark() ? 'light' : 'dark';
      root.dataset.theme = theme;
      const secure = location.protocol === 'https:' ? '; secure' : '';
      document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${secure}`;
    }

    for (const menu of document.querySelectorAll('details[data-menu][open]')) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      } else if (event.target.closest('[data-choice]')) {
        // A dialog gives the focus back to where it was when it opened.
        menu.open = false;
        menu.querySelector('summary').focus();
      }
    }
  });

  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') {
      return;
    }

    for (const menu of document.querySelectorAll('details[data-menu][open]')) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });

  // A form that is closed while it is saved loses the focus; opened again, it goes where it was.
  let last = null;
  document.addEventListener('focusin', event => {
    last = event.target;
  });
  new MutationObserver(changes => {
    const isOpened = ({ target }) => target.matches('fieldset:enabled') && target.contains(last);
    if (document.activeElement === document.body && last?.isConnected && changes.some(isOpened)) {
      last.focus();
    }
  }).observe(root, { subtree: true, attributes: true, attributeFilter: ['disabled'] });
})();
