// Shows the reconnect dialog in the states that Blazor reports on it. A circuit that the server no longer has is resumed
// where that is possible; otherwise the page is loaded again, and everything that matters stands in its address.
(() => {
  const dialog = document.getElementById('components-reconnect-modal');

  const reload = () => location.reload();

  const retry = async () => {
    document.removeEventListener('visibilitychange', retryWhenVisible);
    try {
      if (!await Blazor.reconnect() && !await Blazor.resumeCircuit()) {
        reload();
      }
    } catch {
      // The server was not reached; try again when the user comes back to the page.
      document.addEventListener('visibilitychange', retryWhenVisible);
    }
  };

  const resume = async () => {
    try {
      if (!await Blazor.resumeCircuit()) {
        reload();
      }
    } catch {
      reload();
    }
  };

  const retryWhenVisible = async () => {
    if (document.visibilityState === 'visible') {
      await retry();
    }
  };

  dialog.addEventListener('components-reconnect-state-changed', ({ detail }) => {
    if (detail.state === 'show') {
      dialog.showModal();
    } else if (detail.state === 'hide') {
      dialog.close();
    } else if (detail.state === 'failed') {
      document.addEventListener('visibilitychange', retryWhenVisible);
    } else if (detail.state === 'rejected') {
      reload();
    }
  });

  document.getElementById('reconnect-retry').addEventListener('click', retry);
  document.getElementById('reconnect-resume').addEventListener('click', resume);
})();
