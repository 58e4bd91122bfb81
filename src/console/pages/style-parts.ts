/** Cards, lists, labels, forms and frames. */
export const PARTS_STYLE = `
.heading { max-width: 62rem; margin-bottom: 1.5rem; }
.heading .over { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; margin-bottom: 0.5rem; color: var(--quiet); font-size: 0.875rem; }
.heading .meaning { margin-top: 0.625rem; font-size: 1.0625rem; }
.heading .jump { margin-top: 0.75rem; }
.badge { display: inline-block; padding: 0.0625rem 0.5rem; border-radius: 1rem; font-size: 0.8125rem; font-weight: 600; background: var(--soft); color: var(--quiet); }
.badge.good { background: var(--good-ground); color: var(--good); }
.badge.busy { background: var(--busy-ground); color: var(--busy); }
.badge.warn { background: var(--warn-ground); color: var(--warn); }
.badge.bad { background: var(--bad-ground); color: var(--bad); }
.columns, .evidence, .aside { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; align-content: start; }
.card { padding: 1rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--card); }
.card > h2 { margin-bottom: 0.625rem; }
.card > h3 { margin: 1rem 0 0.375rem; }
.note { color: var(--quiet); font-size: 0.875rem; }
.nothing { padding: 2rem 1rem; color: var(--quiet); text-align: center; }
.notice { margin-bottom: 1.25rem; padding: 0.75rem 1rem; border-radius: 0.5rem; border: 1px solid currentColor; }
.notice.good { color: var(--good); background: var(--good-ground); }
.problem { margin-bottom: 1rem; padding: 0.75rem 1rem; border-left: 4px solid var(--bad); background: var(--bad-ground); color: var(--text); }
.findings { list-style: none; display: grid; gap: 0.875rem; }
.findings li { padding-left: 0.75rem; border-left: 3px solid var(--line); }
.findings .rollback { border-color: var(--bad); }
.findings .alert { border-color: var(--warn); }
.findings .place { display: grid; gap: 0 0.75rem; margin: 0.25rem 0; font-size: 0.875rem; }
.findings .place code { display: block; padding: 0.25rem 0.5rem; background: var(--soft); border-radius: 0.25rem; white-space: pre-wrap; }
.facts { display: grid; gap: 0.125rem; font-size: 0.9375rem; }
.facts dt { margin-top: 0.5rem; color: var(--quiet); font-size: 0.8125rem; }
.facts dt:first-child { margin-top: 0; }
.facts dd, .who { overflow-wrap: anywhere; }
.links { list-style: none; display: grid; gap: 0.25rem; margin-bottom: 0.375rem; }
.timeline { list-style: none; display: grid; gap: 0.875rem; }
.timeline li { padding-left: 0.875rem; border-left: 2px solid var(--line); overflow-wrap: anywhere; }
.timeline .when { color: var(--quiet); font-size: 0.8125rem; }
.timeline blockquote { margin-top: 0.375rem; padding: 0.375rem 0.625rem; background: var(--soft); border-radius: 0.25rem; }
.timeline blockquote footer { color: var(--quiet); font-size: 0.8125rem; }
form { display: grid; gap: 1rem; }
fieldset { min-width: 0; border: 0; }
legend, .field label { padding: 0; font-weight: 600; }
.choice { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 0.625rem; padding: 0.5rem 0; }
.choice + .choice { border-top: 1px solid var(--line); }
.choice input { width: 1.25rem; height: 1.25rem; margin: 0.125rem 0 0; accent-color: var(--link); }
.choice label { display: block; font-weight: 600; }
textarea, input[type="text"], input[type="search"], input[type="datetime-local"], select { display: block; width: 100%; margin-top: 0.25rem; padding: 0.5rem 0.625rem; font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--quiet); border-radius: 0.375rem; }
textarea { resize: vertical; }
#code { font-family: var(--mono); letter-spacing: 0.02em; }
button { justify-self: start; min-height: 2.75rem; padding: 0.5rem 1.125rem; font: inherit; font-weight: 600; color: var(--card); background: var(--link); border: 0; border-radius: 0.375rem; cursor: pointer; }
button.quiet { color: var(--link); background: transparent; border: 1px solid currentColor; }
.previews { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; margin-top: 0.75rem; }
figcaption { display: flex; justify-content: space-between; gap: 1rem; margin-bottom: 0.375rem; font-size: 0.875rem; font-weight: 600; }
figcaption a { font-weight: 400; }
.frame { height: 26rem; overflow: hidden; border: 1px solid var(--line); border-radius: 0.375rem; background: #ffffff; }
iframe { display: block; width: 100%; height: 100%; border: 0; background: #ffffff; color-scheme: light; }
.list { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
.list th, .list td { padding: 0.5rem 0.75rem 0.5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.list thead th { color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }
.list tbody th { font-weight: 400; }
.scroll { overflow-x: auto; }
@media (min-width: 48rem) {
  .card { padding: 1.25rem; }
  .previews { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .frame { height: 32rem; }
  .frame iframe { width: 200%; height: 200%; transform: scale(0.5); transform-origin: 0 0; }
}
@media (min-width: 64rem) {
  .columns { grid-template-columns: minmax(0, 1fr) 22rem; }
  .heading .jump { display: none; }
}
`;
