import { html } from 'hono/html';
import { selectAll } from 'css-select';
import type { AnyNode, Element } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { describe, expect, it, test } from 'vitest';
import { findingsList } from '../../../src/console/pages/findings.ts';
import type { IncidentDetail } from '../../../src/lib/api/incident-shapes.ts';
import { FINDING_CODES } from '../../../src/lib/site/policy.ts';
import { EVERY_FINDING } from '../../alert/every-finding.ts';
import { textOf } from '../local/parsed.ts';
import { sampleDetail } from './sample.ts';

async function shown(...findings: IncidentDetail['findings']) {
  const document = parseDocument(String(await html`${findingsList({ findings })}`));
  return (selector: string) => selectAll<AnyNode, Element>(selector, document.children);
}

test('says why a version was found wrong, not what became of it: it may be live since', async () => {
  const list = String(await findingsList(sampleDetail({ state: 'overridden' })));
  expect(list).toContain('<code>token.lost</code> · reason to undo');
  expect(list).not.toContain('undone');
});

describe('a finding on a page', () => {
  it.each(FINDING_CODES)('%s is a sentence with its place and its code', async (code) => {
    const finding = EVERY_FINDING[code];
    const all = await shown(finding);
    expect(all('li > p:first-child').map(textOf)).toEqual([finding.says]);
    expect(all('.note code').map(textOf)).toEqual([code]);
    expect(all('.place code').map(textOf)).toEqual(finding.place ? [finding.place.excerpt] : []);
  });

  it('says whether its place is in the upload or in the last good version', async () => {
    const all = await shown(EVERY_FINDING['token.lost'], EVERY_FINDING['token.hollow']);
    expect(all('.place span').map(textOf)).toEqual(['Line 27 of the last good version', 'Line 52 of the upload']);
  });

  it('has no empty box where nothing stands in that line', async () => {
    const all = await shown({ ...EVERY_FINDING['page.truncated'], place: { line: 3, excerpt: ' ' } });
    expect(all('.place span').map(textOf)).toEqual(['Line 3 of the upload']);
    expect(all('.place code')).toEqual([]);
  });

  it('shows a hostile excerpt as text, cut, with nothing hidden in it', async () => {
    const excerpt = `</code></p><script>alert(1)</script>\u202e\u0000${'x'.repeat(5000)}`;
    const all = await shown({ ...EVERY_FINDING['token.hollow'], place: { line: 1, excerpt } });
    expect(all('script')).toEqual([]);
    const [code] = all('.place code').map(textOf);
    expect(code).toMatch(/^<\/code><\/p><script>alert\(1\)<\/script>\\u\{202e\}\\u\{0\}x+…$/);
    expect(code?.length).toBeLessThanOrEqual(200);
  });
});
