// Theme switch without a reload; without script its form asks /theme instead. Open menus close on Escape, outside clicks and choices.
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
})();
