import { html } from 'hono/html';
import { shownCode, shownLine } from '../../lib/alert/shown-text.ts';
import type { DiffShape, IncidentDetail } from '../../lib/api/incident-shapes.ts';
import { withinBudget } from './diff-budget.ts';
import { type Marks, marksOf } from './diff-marks.ts';
import { sideBySideTable, unifiedTable } from './diff-tables.ts';
import type { Markup } from './markup.ts';

/** Bytes of one of the two tables: both of them and all the rest stay under what one answer of a function may have. */
const TABLE_BYTES = 1_500_000;

const MAX_LINE = 520;

/** What the rejected version changed, as a unified and a side-by-side diff; one is shown at a time, without a script. */
export function diffCard(detail: Pick<IncidentDetail, 'diff' | 'findings'>): Markup {
  const { diff } = detail;
  return html`<section class="card" aria-labelledby="changes">
    <h2 id="changes">Changes</h2>
    ${diff.kind === 'none' ? html`<p>There is no diff: ${shownLine(diff.reason, 500)}</p>` : bothViews(diff, marksOf(detail))}
  </section>`;
}

function bothViews(diff: Extract<DiffShape, { kind: 'hunks' }>, marks: Marks): Markup {
  const { hunks, cut } = withinBudget(diff.hunks.map(shownHunk), marks, TABLE_BYTES);
  return html`<p class="summary">${counted(diff.gone, 'removed')}, ${counted(diff.new, 'added')}.${legend(marks)}</p>
    <div class="views">
      <fieldset class="switch">
        <legend class="vh">Show the changes</legend>
        <input type="radio" name="view" id="view-unified" value="unified" checked /><label for="view-unified"
          >Unified</label
        >
        <input type="radio" name="view" id="view-split" value="split" /><label for="view-split">Side by side</label>
      </fieldset>
      <div class="view-unified">${unifiedTable(hunks, marks)}</div>
      <div class="view-split">${sideBySideTable(hunks, marks)}</div>
    </div>
    ${cut || diff.cut ? html`<p class="note">The diff is cut here: download both versions to compare the rest.</p>` : ''}`;
}

type Hunk = Extract<DiffShape, { kind: 'hunks' }>['hunks'][number];

function shownHunk(hunk: Hunk): Hunk {
  return { ...hunk, lines: hunk.lines.map(({ kind, text }) => ({ kind, text: shownCode(text, MAX_LINE) })) };
}

const counted = (lines: number, what: string): string => `${lines} ${lines === 1 ? 'line' : 'lines'} ${what}`;

function legend({ gone, new: come }: Marks): Markup | '' {
  const what = [...(gone ? ['features that were lost'] : []), ...(come ? ['retired content that came back'] : [])];
  return what.length === 0 ? '' : html` <mark>Marked</mark>: ${what.join(' and ')}.`;
}
