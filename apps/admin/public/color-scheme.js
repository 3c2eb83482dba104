// Runs before the first paint, so that a dark desk never flashes white. A file, not an inline script, because the
// Content-Security-Policy allows none. The key is the one src/theme.ts gives to Mantine.
/* global document, localStorage, matchMedia */
(function paintInTheChosenScheme() {
  let chosen = null;
  try {
    chosen = localStorage.getItem('colporteur.color-scheme');
  } catch {
    // A browser that refuses storage follows the system.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
