/** The style of a report: both colour schemes, and from a phone's width on. Every pair of text and ground has a contrast of 4.5 or more. */
export const REPORT_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f8; --card: #ffffff; --line: #d5d9de; --soft: #e7ebef; --text: #16191d; --quiet: #565e68; --bar: #2f6fb7;
  --good: #0f6a3c; --good-ground: #e2f3e9; --bad: #a61b12; --bad-ground: #fce5e3;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101316; --card: #181c20; --line: #343b43; --soft: #2a3037; --text: #e5e8eb; --quiet: #a3acb6; --bar: #6aa5ec;
    --good: #7fd3a1; --good-ground: #143021; --bad: #ff9d94; --bad-ground: #43191a;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: anywhere; background: var(--ground); color: var(--text); font: 1rem/1.5 var(--sans); }
h1, h2, p, ul, dl, dd, table { margin: 0; padding: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; }
h2 { font-size: 1.125rem; line-height: 1.3; font-weight: 650; margin-bottom: 0.75rem; }
code { font-family: var(--mono); font-size: 0.9em; }
section { margin-top: 1.5rem; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.quiet { color: var(--quiet); }
.badge { display: inline-block; padding: 0.1rem 0.6rem; border-radius: 999px; font-size: 0.875rem; font-weight: 600; vertical-align: 0.15em; }
.good { color: var(--good); background: var(--good-ground); }
.bad { color: var(--bad); background: var(--bad-ground); }
.sums { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0.75rem; margin-top: 1.25rem; }
.sums div { padding: 0.75rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.sums dt { color: var(--quiet); font-size: 0.875rem; }
.sums dd { font-size: 1.25rem; font-weight: 650; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; }
th { color: var(--quiet); font-size: 0.875rem; font-weight: 500; text-align: left; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { white-space: nowrap; }
tbody th { color: var(--text); font-size: 1rem; }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
svg { display: block; width: 100%; min-width: 4rem; max-width: 14rem; height: 0.375rem; margin-top: 0.25rem; border-radius: 3px; background: var(--soft); }
rect { fill: var(--bar); }
.failures { list-style: none; display: grid; gap: 1rem; }
.failures p + p { margin-top: 0.25rem; }
.pair { display: grid; gap: 0 1.5rem; }
@media (min-width: 56rem) {
  main { padding: 2.5rem 2rem 4rem; }
  h1 { font-size: 1.875rem; }
  section { padding: 1.25rem 1.5rem; }
  .pair { grid-template-columns: 1fr 1fr; }
}
@media (max-width: 40rem) {
  .services thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .services tbody, .services tr, .services th, .services td { display: block; }
  .services tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0.25rem 1rem; padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
  .services tbody tr:last-child { border-bottom: 0; }
  .services th { grid-column: 1 / -1; }
  .services th, .services td { padding: 0; border: 0; }
  .services tbody th { font-weight: 600; }
  .services td:empty { display: none; }
  .services td::before { content: attr(data-label); display: block; color: var(--quiet); font-size: 0.8125rem; }
}
@media (forced-colors: active) { .badge { border: 1px solid; } rect { fill: CanvasText; } }
`;
