import { html } from 'hono/html';
import { sideNames } from '../../lib/alert/side-names.ts';
import { shownCode, shownLine } from '../../lib/alert/shown-text.ts';
import type { DiffShape, IncidentDetail } from '../../lib/api/incident-shapes.ts';
import { withinBudget } from './diff-budget.ts';
import { type Marks, marksOf } from './diff-marks.ts';
import { sideBySideTable, unifiedTable } from './diff-tables.ts';
import type { Markup } from './markup.ts';

/** Bytes of one of the two tables: both of them and all the rest stay under what one answer of a function may have. */
const TABLE_BYTES = 1_500_000;

/** Bytes of the diff from the version that an upload was edited from. */
const ANCESTOR_BYTES = 300_000;

const MAX_LINE = 520;

/** What the upload changed, as a unified and a side-by-side diff; one is shown at a time, without a script. */
export function diffCard(detail: Pick<IncidentDetail, 'diff' | 'findings' | 'state'>): Markup {
  const { diff, state } = detail;
  return html`<section class="card" aria-labelledby="changes">
    <h2 id="changes">Changes</h2>
    ${diff.kind === 'none' ? html`<p>There is no diff: ${shownLine(diff.reason, 500)}</p>` : bothViews(diff, marksOf(detail), sideNames(state).before)}
  </section>`;
}

/** How little a stale upload changed in the version that it was edited from; nothing for any other upload. */
export function ancestorCard({ ancestorDiff }: Pick<IncidentDetail, 'ancestorDiff'>): Markup | '' {
  if (ancestorDiff === undefined) return '';
  return html`<section class="card" aria-labelledby="ancestor">
    <h2 id="ancestor">Compared with the version it was edited from</h2>
    ${ancestorDiff.kind === 'none' ? html`<p>There is no diff: ${shownLine(ancestorDiff.reason, 500)}</p>` : oneView(ancestorDiff)}
  </section>`;
}

function oneView(diff: Hunks): Markup {
  const { hunks, cut } = withinBudget(diff.hunks.map(shownHunk), {}, ANCESTOR_BYTES);
  return html`<p class="summary">
      ${sizeOf(diff)}. All else that differs from the baseline comes from the older version.
    </p>
    ${unifiedTable(hunks, {}, 'Older version')}
    ${cut || diff.cut ? html`<p class="note">The diff is cut here: download both versions to compare the rest.</p>` : ''}`;
}

type Hunks = Extract<DiffShape, { kind: 'hunks' }>;

function bothViews(diff: Hunks, marks: Marks, before: string): Markup {
  const { hunks, cut } = withinBudget(diff.hunks.map(shownHunk), marks, TABLE_BYTES);
  return html`<p class="summary">${sizeOf(diff)}.${legend(marks)}</p>
    <div class="views">
      <fieldset class="switch">
        <legend class="vh">Show the changes</legend>
        <input type="radio" name="view" id="view-unified" value="unified" checked /><label for="view-unified"
          >Unified</label
        >
        <input type="radio" name="view" id="view-split" value="split" /><label for="view-split">Side by side</label>
      </fieldset>
      <div class="view-unified">${unifiedTable(hunks, marks, before)}</div>
      <div class="view-split">${sideBySideTable(hunks, marks, before)}</div>
    </div>
    ${cut || diff.cut ? html`<p class="note">The diff is cut here: download both versions to compare the rest.</p>` : ''}`;
}

type Hunk = Hunks['hunks'][number];

function shownHunk(hunk: Hunk): Hunk {
  return { ...hunk, lines: hunk.lines.map(({ kind, text }) => ({ kind, text: shownCode(text, MAX_LINE) })) };
}

const sizeOf = ({ gone, new: come }: Hunks): string => `${counted(gone, 'removed')}, ${counted(come, 'added')}`;

const counted = (lines: number, what: string): string => `${lines} ${lines === 1 ? 'line' : 'lines'} ${what}`;

function legend({ about = [] }: Marks): Markup | '' {
  return about.length === 0 ? '' : html` <mark>Marked</mark>: ${about.join(', ')}.`;
}
