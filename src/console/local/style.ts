/** What the console needs beyond the style of every page: lists, small forms, filters. */
export const CONSOLE_STYLE = `
.where, .trail { margin-bottom: 0.75rem; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.25rem; align-items: start; }
.rows { list-style: none; display: grid; }
.rows > li { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; justify-content: space-between; align-items: start; padding: 0.625rem 0; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; padding-top: 0; }
.rows > li > div { flex: 1 1 14rem; min-width: 0; }
.rows .head { display: flex; flex-wrap: wrap; gap: 0.125rem 0.625rem; align-items: baseline; overflow-wrap: anywhere; }
.rows .note { overflow-wrap: anywhere; }
.plain { list-style: none; }
.item { display: grid; gap: 0.5rem; padding-bottom: 0.75rem; overflow-wrap: anywhere; }
.filter ul { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; margin-bottom: 0.75rem; list-style: none; font-size: 0.875rem; }
.filter a { display: inline-block; padding: 0.25rem 0; }
.filter a[aria-current] { color: var(--text); font-weight: 600; text-decoration-thickness: 2px; }
.goes-on { display: flex; gap: 1.25rem; margin-top: 0.75rem; }
form.small button { min-height: 2.25rem; padding: 0.25rem 0.75rem; font-size: 0.875rem; }
.folded { margin-top: 0.75rem; }
.folded summary { padding: 0.5rem 0; color: var(--link); cursor: pointer; }
.folded form { margin-top: 0.5rem; }
.boxes label { display: flex; gap: 0.5rem; align-items: start; padding: 0.25rem 0; overflow-wrap: anywhere; }
.boxes .note { display: block; }
.boxes input { flex: none; margin: 0.125rem 0 0; width: 1.25rem; height: 1.25rem; accent-color: var(--link); }
.closed > * + * { margin-top: 0.75rem; }
.secret { padding: 0.5rem 0.75rem; background: var(--soft); border-radius: 0.375rem; overflow-wrap: anywhere; user-select: all; }
`;
