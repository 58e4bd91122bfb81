import { html } from 'hono/html';
import { sideNames } from '../../lib/alert/side-names.ts';
import type { IncidentDetail } from '../../lib/api/incident-shapes.ts';
import { DELETED } from '../../lib/site/version.ts';
import type { Markup } from './markup.ts';

/** Where the preview documents of both versions are. */
export interface PreviewLinks {
  readonly baseline: string;
  readonly rejected: string;
}

/**
 * Both versions rendered next to each other, each in a frame that may do nothing at all. What stands at the links is
 * made by `incidentPreview`, and sandboxed by its own headers as well.
 */
export function previewsCard({ baseline, rejected, state }: IncidentDetail, links: PreviewLinks): Markup {
  const { upload, before } = sideNames(state);
  return html`<section class="card" aria-labelledby="previews">
    <h2 id="previews">Both versions as pages</h2>
    <p class="note">Scripts do not run, links and forms are dead, and nothing loads from other hosts.</p>
    <div class="previews">
      ${frame(before, baseline && baseline.identity !== DELETED ? links.baseline : undefined, 'There is no earlier version.')}
      ${frame(upload, rejected.identity === DELETED ? undefined : links.rejected, 'The page was deleted.')}
    </div>
  </section>`;
}

function frame(title: string, link: string | undefined, otherwise: string): Markup {
  if (link === undefined)
    return html`<figure>
      <figcaption>${title}</figcaption>
      <p class="nothing">${otherwise}</p>
    </figure>`;
  return html`<figure>
    <figcaption>
      ${title}
      <a href="${link}" target="_blank" rel="noopener noreferrer"
        >Open alone<span class="vh">: ${title.toLowerCase()}, in a new tab</span></a
      >
    </figcaption>
    <div class="frame">
      <iframe src="${link}" title="${title}, rendered" sandbox="" referrerpolicy="no-referrer"></iframe>
    </div>
  </figure>`;
}
