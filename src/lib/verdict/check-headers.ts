import type { Target } from '../site/site.ts';
import type { ServedHeaders } from '../site/version.ts';
import type { Suspicion } from './severity.ts';

const SHOWN = [
  ['contentType', 'Content-Type'],
  ['cacheControl', 'Cache-Control'],
  ['contentEncoding', 'Content-Encoding'],
  ['contentDisposition', 'Content-Disposition'],
  ['contentLanguage', 'Content-Language'],
  ['expires', 'Expires'],
  ['websiteRedirect', 'The website redirect'],
] as const satisfies readonly (readonly [keyof ServedHeaders, string])[];

/**
 * `page.headers`: grave when HTML is no longer served as HTML. User metadata is served too, but changes nothing for a
 * visitor, and many tools write a new timestamp there with every upload: it is part of the identity, not a finding. Nor is
 * the Cache-Control that the site is configured to have.
 */
export function headerFindings(
  before: ServedHeaders,
  after: ServedHeaders,
  configured: Pick<Target, 'cacheControl'>,
): Suspicion[] {
  return SHOWN.flatMap(([name, shown]): Suspicion[] => {
    const was = folded(before[name]);
    const is = folded(after[name]);
    if (was === is) return [];
    if (name === 'cacheControl' && is !== '' && is === folded(configured.cacheControl)) return [];
    const grave = name === 'contentType' && isHtml(was) && !isHtml(is);
    const says = `${shown} changed from ${quoted(was)} to ${quoted(is)}${grave ? ': the upload would not be served as HTML' : ''}.`;
    return [{ code: 'page.headers', grave, says }];
  });
}

function folded(value = ''): string {
  return value
    .trim()
    .replaceAll(/\s*([;,=])\s*/g, '$1')
    .toLowerCase();
}

const isHtml = (contentType = ''): boolean => /^(text\/html|application\/xhtml\+xml)(;|$)/.test(contentType);

const quoted = (value = ''): string => (value === '' ? 'nothing' : `"${value.slice(0, 200)}"`);
