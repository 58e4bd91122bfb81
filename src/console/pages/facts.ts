import { html } from 'hono/html';
import { editedFrom, undoing } from '../../lib/alert/edited-from.ts';
import { sideNames } from '../../lib/alert/side-names.ts';
import { shownLine } from '../../lib/alert/shown-text.ts';
import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import { DELETED } from '../../lib/site/version.ts';
import type { Markup } from './markup.ts';
import { name, size, time } from './shown.ts';

type Fact = readonly [label: string, value: Markup | undefined];

/** Who uploaded what and when, what stands on both sides, and where the bytes can be had. */
export function factsCard(detail: IncidentDetail): Markup {
  return html`<section class="card" aria-labelledby="facts">
    <h2 id="facts">Who and what</h2>
    ${factList([...uploadFacts(detail), ...versionFacts(detail)])} ${downloads(detail)}
  </section>`;
}

/** A list of facts; those without a value are left out. */
export function factList(facts: readonly Fact[]): Markup {
  const rows = facts.flatMap(([label, value]) =>
    value === undefined
      ? []
      : [
          html`<dt>${label}</dt>
            <dd>${value}</dd>`,
        ],
  );
  return html`<dl class="facts">${rows}</dl>`;
}

function uploadFacts({ writer, rejected, site, page, bucket }: IncidentDetail): Fact[] {
  const from = writer?.sourceIp === undefined ? '' : html`<br />from ${shownLine(writer.sourceIp, 60)}`;
  const who = writer?.principal;
  return [
    [
      'Uploaded by',
      who === undefined
        ? html`Nobody knows: no notice of S3 named this very version.`
        : html`<span class="who">${shownLine(who, 300)}</span>${from}`,
    ],
    ['Uploaded', time(rejected.lastModified)],
    ['How', writer?.event === undefined ? undefined : html`${shownLine(writer.event, 100)}`],
    ['Site', html`${shownLine(site, 64)}`],
    ['Page', name(page)],
    ['Bucket', bucket === undefined ? undefined : name(bucket, 63)],
  ];
}

function versionFacts(detail: IncidentDetail): Fact[] {
  const { rejected, baseline, restoredAt, purgeProblem, recurrences, id } = detail;
  const names = sideNames(detail.state);
  return [
    [names.upload, versionText(rejected)],
    [names.before, baseline && versionText(baseline)],
    ['Edited from', ancestorText(detail)],
    ['Put back', restoredAt === undefined ? undefined : time(restoredAt)],
    ['Came back', recurrences > 0 ? html`${recurrences} ${recurrences === 1 ? 'time' : 'times'} since` : undefined],
    [
      'CDN',
      purgeProblem === undefined ? undefined : html`<strong>Not purged:</strong> ${shownLine(purgeProblem, 300)}`,
    ],
    ['Incident', name(id, 64)],
  ];
}

function versionText({ identity, size: bytes, contentType, versionId, tokens }: IncidentDetail['rejected']): Markup {
  if (identity === DELETED) return html`the page was deleted`;
  const parts = [
    ...(bytes === undefined ? [] : [size(bytes)]),
    ...(contentType === undefined ? [] : [shownLine(contentType, 80)]),
    tokens.length === 1 ? '1 feature' : `${tokens.length} features`,
  ];
  return html`${parts.join(', ')}<br /><span class="note">version</span> ${name(versionId, 64)}`;
}

function ancestorText(detail: IncidentDetail): Markup | undefined {
  const ancestor = editedFrom(detail);
  return (
    ancestor &&
    html`the version of ${time(ancestor.lastModified)}; the upload ${undoing(ancestor)}<br /><span class="note"
        >version</span
      >
      ${name(ancestor.versionId, 64)}`
  );
}

function downloads({ state, downloads: { rejected, baseline, ancestor } }: IncidentDetail): Markup | '' {
  if (rejected === undefined && baseline === undefined && ancestor === undefined) return '';
  const { upload, before } = sideNames(state);
  return html`<h3>Bytes</h3>
    <ul class="links">
      ${rejected === undefined ? '' : html`<li><a href="${rejected}" rel="noreferrer" download>Download the ${upload.toLowerCase()}</a></li>`}
      ${baseline === undefined ? '' : html`<li><a href="${baseline}" rel="noreferrer" download>Download the ${before.toLowerCase()}</a></li>`}
      ${ancestor === undefined ? '' : html`<li><a href="${ancestor}" rel="noreferrer" download>Download the version it was edited from</a></li>`}
    </ul>
    <p class="note">These links end after ten minutes; load this page again for new ones.</p>`;
}
