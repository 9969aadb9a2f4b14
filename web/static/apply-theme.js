// Runs before the first paint, so that a saved dark or light choice never flashes. Same key as src/lib/theme/theme.svelte.ts.
(() => {
  const choice = localStorage.getItem('trunkline.theme');
  if (choice === 'dark' || choice === 'light') document.documentElement.dataset.theme = choice;
})();
