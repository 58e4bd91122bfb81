/** The two tables of a diff, and the switch between them. */
export const DIFF_STYLE = `
.summary { margin-bottom: 0.625rem; }
mark { padding: 0.0625rem 0.1875rem; border-radius: 0.1875rem; background: var(--new-mark); color: var(--mark-text); font-weight: 700; border-bottom: 2px solid currentColor; }
.gone mark { background: var(--gone-mark); }
.switch { display: inline-flex; margin-bottom: 0.625rem; border: 1px solid var(--line); border-radius: 0.375rem; overflow: hidden; }
.switch input { position: absolute; opacity: 0; }
.switch label { padding: 0.375rem 0.875rem; font-size: 0.875rem; color: var(--quiet); cursor: pointer; }
.switch input:checked + label { background: var(--soft); color: var(--text); font-weight: 600; box-shadow: inset 0 -2px 0 var(--link); }
.switch input:focus-visible + label { outline: 3px solid var(--focus); outline-offset: -3px; }
.view-split { margin-top: 1rem; }
.switch { display: none; }
@supports selector(:has(a)) {
  .switch { display: inline-flex; }
  .view-split { margin-top: 0; display: none; }
  .views:has(#view-split:checked) .view-split { display: block; }
  .views:has(#view-split:checked) .view-unified { display: none; }
}
.diff { width: 100%; border-collapse: collapse; border: 1px solid var(--line); font: 0.8125rem/1.5 var(--mono); }
.diff code { font-size: 1em; white-space: pre-wrap; tab-size: 2; }
.diff th, .diff td { padding: 0.0625rem 0.375rem; text-align: left; vertical-align: top; font-weight: 400; }
.diff thead th { font: 600 0.8125rem/1.5 var(--sans); color: var(--quiet); }
.diff.unified thead th { padding: 0; line-height: 0; }
.diff .no { width: 1%; min-width: 2.5rem; text-align: right; color: var(--quiet); white-space: nowrap; user-select: none; font-variant-numeric: tabular-nums; }
.diff .sign { width: 1%; user-select: none; font-weight: 700; }
.diff .hunk th { padding: 0.25rem 0.5rem; font: 0.8125rem/1.5 var(--sans); color: var(--quiet); background: var(--soft); }
.diff .gone { background: var(--gone-ground); }
.diff .new { background: var(--new-ground); }
.diff .none { background: var(--soft); }
.diff.split { table-layout: fixed; }
.diff.split col.no { width: 3rem; }
.diff.split td.text { border-right: 1px solid var(--line); }
@media (max-width: 47.99rem) {
  .diff { font-size: 0.75rem; }
  .diff th, .diff td { padding-left: 0.25rem; padding-right: 0.25rem; }
  .diff .no { min-width: 1.75rem; }
  .diff.split col.no { width: 2rem; }
}
`;
