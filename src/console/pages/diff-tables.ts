import { html } from 'hono/html';
import type { DiffShape } from '../../lib/api/incident-shapes.ts';
import { marked, type Marks } from './diff-marks.ts';
import { type DiffRow, type NumberedLine, pairedRows, unifiedRows } from './diff-rows.ts';
import type { Markup } from './markup.ts';
import { spoken } from './shown.ts';

type Hunks = Extract<DiffShape, { kind: 'hunks' }>['hunks'];

/**
 * Both versions as one column of lines, whose texts are fit to be shown, with a sign before what changed; `before` names
 * the one that the upload is compared with.
 */
export function unifiedTable(hunks: Hunks, marks: Marks, before: string): Markup {
  return html`<table class="diff unified">
    <caption class="vh">
      What the upload changed, line by line: ${before.toLowerCase()} and upload
    </caption>
    <thead>
      <tr>
        <th scope="col">${spoken(`Line of the ${before.toLowerCase()}`)}</th>
        <th scope="col">${spoken('Line of the upload')}</th>
        <th scope="col">${spoken('Change')}</th>
        <th scope="col">${spoken('Text')}</th>
      </tr>
    </thead>
    ${hunks.map(
      (hunk) =>
        html`<tbody>
          ${hunkRow(hunk, before)}${unifiedRows(hunk).map((row) => unifiedRow(row, marks))}
        </tbody>`,
    )}
  </table>`;
}

/** Both versions next to each other, as `unifiedTable`. */
export function sideBySideTable(hunks: Hunks, marks: Marks, before: string): Markup {
  return html`<table class="diff split">
    <caption class="vh">
      ${before} and upload side by side
    </caption>
    <colgroup>
      <col class="no" />
      <col />
      <col class="no" />
      <col />
    </colgroup>
    <thead>
      <tr>
        <th scope="col">${spoken('Line')}</th>
        <th scope="col">${before}</th>
        <th scope="col">${spoken('Line')}</th>
        <th scope="col">Upload</th>
      </tr>
    </thead>
    ${hunks.map(
      (hunk) =>
        html`<tbody>
          ${hunkRow(hunk, before)}${pairedRows(hunk).map((row) => pairedRow(row, marks))}
        </tbody>`,
    )}
  </table>`;
}

function hunkRow({ oldStart, oldLines, newStart, newLines }: Hunks[number], before: string): Markup {
  return html`<tr class="hunk">
    <th scope="rowgroup" colspan="4">${before} ${range(oldStart, oldLines)} · upload ${range(newStart, newLines)}</th>
  </tr>`;
}

function range(start: number, lines: number): string {
  if (lines === 0) return 'no lines';
  return lines === 1 ? `line ${start}` : `lines ${start}–${start + lines - 1}`;
}

function unifiedRow(row: DiffRow, marks: Marks): Markup {
  const kind = row.kind === 'same' ? 'same' : row.old ? 'gone' : 'new';
  const text = (row.old ?? row.young)?.text ?? '';
  return html`<tr class="${kind}">
    ${numbers(row)}
    <td class="sign">${SIGN[kind]()}</td>
    <td class="text"><code>${kind === 'same' ? text : marked(text, marks[kind])}</code></td>
  </tr>`;
}

const SIGN = {
  same: () => '',
  gone: () => html`<span aria-hidden="true">−</span>${spoken('removed')}`,
  new: () => html`<span aria-hidden="true">+</span>${spoken('added')}`,
} as const;

/** The first number that a row has is its header. */
function numbers({ old, young }: DiffRow): Markup {
  if (!old)
    return html`<td class="no"></td>
      <th class="no" scope="row">${young?.number}</th>`;
  return html`<th class="no" scope="row">${old.number}</th>
    <td class="no">${young?.number ?? ''}</td>`;
}

function pairedRow(row: DiffRow, marks: Marks): Markup {
  const same = row.kind === 'same';
  const left = cell(row.old, same ? 'same' : 'gone', marks, true);
  return html`<tr>
    ${left}${cell(row.young, same ? 'same' : 'new', marks, row.old === undefined)}
  </tr>`;
}

function cell(line: NumberedLine | undefined, kind: 'same' | 'gone' | 'new', marks: Marks, header: boolean): Markup {
  if (!line)
    return html`<td class="no"></td>
      <td class="text none"></td>`;
  const number = header
    ? html`<th class="no" scope="row">${line.number}</th>`
    : html`<td class="no">${line.number}</td>`;
  if (kind === 'same')
    return html`${number}
      <td class="text"><code>${line.text}</code></td>`;
  return html`${number}
    <td class="text ${kind}">
      <span class="sign">${SIGN[kind]()}</span> <code>${marked(line.text, marks[kind])}</code>
    </td>`;
}
