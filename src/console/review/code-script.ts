/**
 * Takes a personal code out of the address, where it was never sent to anybody, puts it into the form, and leaves
 * nothing of it in the address bar or the history.
 */
export const CODE_SCRIPT = `
(() => {
  const take = () => {
    const code = /^#code=([0-9A-Za-z-]{1,40})$/.exec(location.hash)?.[1];
    if (!code) return;
    history.replaceState(null, '', location.pathname + location.search);
    const field = document.getElementById('code');
    const note = document.getElementById('code-filled');
    if (!field) return;
    field.value = code;
    if (note) note.textContent = 'Filled in from your link.';
  };
  take();
  addEventListener('hashchange', take);
})();
`;
