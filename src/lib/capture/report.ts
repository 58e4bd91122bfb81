import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { shownBytes, shownSeconds } from './amounts.ts';
import type { Entry } from './entry.ts';
import type { ServiceProgress } from './progress-of.ts';
import { REPORT_STYLE } from './report-style.ts';
import { keyOf } from './resource.ts';
import type { Heading } from './seal.ts';
import type { Service } from './service.ts';

type Markup = ReturnType<typeof html>;

/** What a report is made of, besides what was captured. */
export interface ReportDeps {
  readonly services: readonly Pick<Service, 'name' | 'title'>[];
  readonly progress: readonly ServiceProgress[];
  readonly now: Date;
  /** Makes visible what cannot be seen in names that others chose. */
  readonly shown: (text: string) => string;
}

/** How many of the largest and of the slowest resources are named. */
const MOST_NAMED = 15;
const MOST_FAILURES = 500;

/** `report.html`: one page of its own, without scripts, that loads nothing from anywhere. */
export async function reportOf(heading: Heading, resources: readonly Entry[], deps: ReportDeps): Promise<string> {
  const { shown } = deps;
  const failures = resources.filter(({ status }) => status === 'failed');
  const captured = resources.filter(({ status }) => status === 'captured');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy()}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex, nofollow" />
        <title>Capture ${shown(heading.name)}</title>
        ${raw(`<style>${REPORT_STYLE}</style>`)}
      </head>
      <body>
        <main>
          ${head(heading, failures.length, deps)} ${sums(heading, resources, deps)} ${failed(failures, shown)}
          ${services(resources, deps)}
          <div class="pair">
            ${ranked(
              'Largest',
              captured.toSorted((a, b) => b.bytes - a.bytes),
              ({ bytes }) => shownBytes(bytes),
              shown,
            )}
            ${ranked(
              'Slowest',
              captured.toSorted((a, b) => b.seconds - a.seconds),
              ({ seconds }) => shownSeconds(seconds),
              shown,
            )}
          </div>
          ${gone(resources, shown)}
        </main>
      </body>
    </html>`;
  return `${String(await page)}\n`;
}

function policy(): string {
  const hash = createHash('sha256').update(REPORT_STYLE).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

function head(heading: Heading, failures: number, { shown }: ReportDeps): Markup {
  const { name, account, regions, startedAt, previous } = heading;
  const begun = `${startedAt.slice(0, 10)} at ${startedAt.slice(11, 16)} UTC`;
  return html`<header>
    <h1>
      Capture ${shown(name)}
      ${
        failures === 0
          ? html`<span class="badge good">complete</span>`
          : html`<span class="badge bad">incomplete</span>`
      }
    </h1>
    <p class="quiet">Account ${account}, ${regions.join(', ')}. Begun on ${begun}.</p>
    ${
      previous === undefined
        ? ''
        : html`<p class="quiet">What had not changed since ${shown(previous)} was not fetched again.</p>`
    }
  </header>`;
}

function sums({ startedAt }: Heading, resources: readonly Entry[], { now }: ReportDeps): Markup {
  const captured = resources.filter(({ status }) => status === 'captured').length;
  const bytes = sumOf(resources, 'bytes');
  const reused = sumOf(resources, 'reused');
  const seconds = (now.getTime() - Date.parse(startedAt)) / 1000;
  const told = [
    ['Resources', captured.toLocaleString('en')],
    ['Objects and items', sumOf(resources, 'objects').toLocaleString('en')],
    ['Size', shownBytes(bytes)],
    ['Fetched', shownBytes(bytes - reused)],
    ['Reused', shownBytes(reused)],
    ['Time', shownSeconds(seconds)],
  ];
  return html`<dl class="sums">
    ${told.map(
      ([what, value]) =>
        html`<div>
          <dt>${what}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function failed(failures: readonly Entry[], shown: ReportDeps['shown']): Markup | string {
  if (failures.length === 0) return '';
  const more = failures.length - MOST_FAILURES;
  const items = failures.slice(0, MOST_FAILURES).map(
    (entry) =>
      html`<li>
        <p>
          <strong>${shown(entry.id === '*' ? entry.name : keyOf(entry))}</strong>
          <code>${entry.error?.code ?? ''}</code>
        </p>
        <p>${shown(entry.error?.message ?? '')}</p>
        ${entry.error?.hint === undefined ? '' : html`<p class="quiet">${shown(entry.error.hint)}</p>`}
      </li>`,
  );
  return html`<section>
    <h2>Not captured: ${failures.length.toLocaleString('en')}</h2>
    <ul class="failures">
      ${items}
    </ul>
    ${more > 0 ? html`<p class="quiet">And ${more.toLocaleString('en')} more, in <code>SNAPSHOT-METADATA.json</code>.</p>` : ''}
  </section>`;
}

function services(resources: readonly Entry[], { services: known, progress }: ReportDeps): Markup {
  const rows = known.map(({ name, title }) => {
    const all = resources.filter(({ service }) => service === name);
    const entries = all.filter(({ status }) => status === 'captured');
    const lost = all.filter(({ status }) => status === 'failed').length;
    const { seconds = 0 } = progress.find(({ service }) => service === name) ?? {};
    return { name, title, entries, seconds, lost, bytes: sumOf(entries, 'bytes'), reused: sumOf(entries, 'reused') };
  });
  const there = rows.filter(({ entries, lost }) => entries.length > 0 || lost > 0);
  const none = rows.filter((row) => !there.includes(row));
  const most = {
    bytes: Math.max(...there.map(({ bytes }) => bytes)),
    seconds: Math.max(...there.map(({ seconds }) => seconds)),
  };
  return html`<section>
    <h2>By service</h2>
    <table class="services">
      <thead>
        <tr>
          ${['Service', 'Resources', 'Objects', 'Size', 'Reused', 'Time', 'Failed'].map((what) => html`<th scope="col">${what}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${there.map(
          ({ title, entries, seconds, lost, bytes, reused }) =>
            html`<tr>
              <th scope="row">${title}</th>
              ${cell('Resources', entries.length.toLocaleString('en'))}
              ${cell('Objects', counted(sumOf(entries, 'objects')))}
              ${cell('Size', html`${shownBytes(bytes)}${bar(bytes, most.bytes)}`)}
              ${cell('Reused', reused > 0 ? shownBytes(reused) : '')}
              ${cell('Time', html`${shownSeconds(seconds)}${bar(seconds, most.seconds)}`)}
              ${cell('Failed', counted(lost))}
            </tr>`,
        )}
      </tbody>
    </table>
    ${none.length === 0 ? '' : html`<p class="quiet">Nothing of: ${none.map(({ title }) => title).join(', ')}.</p>`}
  </section>`;
}

const cell = (label: string, value: string | Markup): Markup =>
  html`<td class="number" data-label="${label}">${value}</td>`;

const counted = (count: number): string => (count > 0 ? count.toLocaleString('en') : '');

function bar(value: number, most: number): Markup {
  const width = most > 0 ? ((value / most) * 100).toFixed(1) : '0';
  return html`<svg aria-hidden="true" focusable="false"><rect width="${width}%" height="100%" /></svg>`;
}

function ranked(
  heading: string,
  entries: readonly Entry[],
  amount: (entry: Entry) => string,
  shown: ReportDeps['shown'],
): Markup | string {
  if (entries.length === 0) return '';
  return html`<section>
    <h2>${heading}</h2>
    <table>
      <tbody>
        ${entries.slice(0, MOST_NAMED).map(
          (entry) =>
            html`<tr>
              <td>${shown(entry.name)} <span class="quiet">${entry.service}</span></td>
              <td class="number">${amount(entry)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function gone(resources: readonly Entry[], shown: ReportDeps['shown']): Markup | string {
  const names = resources.filter(({ status }) => status === 'gone').map((entry) => shown(keyOf(entry)));
  if (names.length === 0) return '';
  return html`<section>
    <h2>Deleted while it went on</h2>
    <p>${names.join(', ')}</p>
  </section>`;
}

function sumOf(entries: readonly Entry[], what: 'objects' | 'bytes' | 'reused'): number {
  return entries.reduce((sum, entry) => sum + entry[what], 0);
}
