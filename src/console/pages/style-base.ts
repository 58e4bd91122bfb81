/** Colours of both schemes, type, and the frame of a page. Every pair of text and ground has a contrast of 4.5 or more. */
export const BASE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f8; --card: #ffffff; --line: #d5d9de; --soft: #eceff2;
  --text: #16191d; --quiet: #565e68; --link: #0b57b0; --focus: #0b57b0;
  --good: #0f6a3c; --good-ground: #e2f3e9; --busy: #0b57b0; --busy-ground: #e3eefb;
  --warn: #7a4b00; --warn-ground: #fdf0d5; --bad: #a61b12; --bad-ground: #fce5e3;
  --gone-ground: #fdeceb; --gone-mark: #f7bcb7; --new-ground: #e4f5ea; --new-mark: #f5d58a; --mark-text: #16191d;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101316; --card: #181c20; --line: #343b43; --soft: #22272d;
    --text: #e5e8eb; --quiet: #a3acb6; --link: #8fbcff; --focus: #8fbcff;
    --good: #7fd3a1; --good-ground: #143021; --busy: #8fbcff; --busy-ground: #14273f;
    --warn: #f0c268; --warn-ground: #372a0f; --bad: #ff9d94; --bad-ground: #43191a;
    --gone-ground: #331a1c; --gone-mark: #7d2f2f; --new-ground: #132a1d; --new-mark: #6a500f; --mark-text: #ffffff;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; overflow-wrap: anywhere; background: var(--ground); color: var(--text); font: 1rem/1.5 var(--sans); }
h1, h2, h3, p, ul, ol, dl, dd, figure, blockquote, fieldset, table { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.0625rem; line-height: 1.3; font-weight: 650; }
h3 { font-size: 0.9375rem; font-weight: 650; }
code { font-family: var(--mono); font-size: 0.9em; overflow-wrap: anywhere; }
h1 code { font-size: 0.92em; font-weight: 600; }
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.vh { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; user-select: none; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 0.75rem; background: var(--card); z-index: 1; }
.skip:focus { top: 0.5rem; }
.bar { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 1.5rem; padding: 0.75rem 1rem; border-bottom: 1px solid var(--line); background: var(--card); }
.brand { font-weight: 700; letter-spacing: -0.01em; }
.bar ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; }
.bar nav a { display: inline-block; padding: 0.25rem 0; color: var(--quiet); text-decoration: none; }
.bar nav a:hover, .bar nav a[aria-current] { color: var(--text); text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 0.4em; }
main { max-width: 84rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
@media (min-width: 48rem) {
  .bar, main { padding-left: 2rem; padding-right: 2rem; }
  h1 { font-size: 1.875rem; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media (forced-colors: active) { .badge, mark { border: 1px solid; } }
`;
