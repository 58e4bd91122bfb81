import type { Element } from 'domhandler';
import { describe, expect, it } from 'vitest';
import type { IncidentDetail } from '../../../src/lib/api/incident-shapes.ts';
import { sampleDetail } from '../pages/sample.ts';
import { openConsole } from './browser.ts';
import { refusal, samplePage, sampleSite, sampleToken, sampleWarning, type ApiWorld } from './fake-api.ts';
import { parsed } from './parsed.ts';

const ATTACKS = [
  `"><script>alert(1)</script><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)' x='`,
  `</textarea></title></style><svg onload=alert(1)>`,
  `<!--`,
  `&lt;script&gt;\u202E\u0000\u2028<a href="javascript:alert(1)">`,
];

const UNTIL = '2026-03-12T10:00:00.000Z';

/** A stack in which everything that somebody can choose is this text. */
function worldOf(text: string): Partial<ApiWorld> {
  const people = { by: text, reason: text };
  const finding = {
    code: 'token.lost',
    severity: 'rollback',
    says: text,
    token: text,
    phrase: text,
    place: { line: 1, excerpt: text },
    nowOn: text,
    ancestor: { identity: text, versionId: text, lastModified: text, undoes: 2 },
  } as const;
  const version = { ...sampleDetail().rejected, versionId: text, contentType: text, tokens: [text] };
  const changed: IncidentDetail['diff'] = {
    kind: 'hunks',
    gone: 1,
    new: 1,
    cut: true,
    hunks: [
      {
        oldStart: 1,
        oldLines: 1,
        newStart: 1,
        newLines: 1,
        lines: [
          { kind: 'gone', text },
          { kind: 'new', text: `${text} ` },
        ],
      },
    ],
  };
  return {
    sites: [
      sampleSite({
        bucket: text,
        prefix: text,
        pages: [text],
        distributions: [text],
        approvers: [text],
        pauses: [
          { from: UNTIL, until: UNTIL, ...people },
          { page: text, from: UNTIL, until: UNTIL, ...people },
        ],
        retired: [{ kind: 'phrase', name: text, at: UNTIL, ...people }],
      }),
    ],
    incidents: [
      sampleDetail({
        page: text,
        findings: [finding],
        writer: { principal: text, sourceIp: text, event: text },
        decision: { what: 'override', at: UNTIL, ...people },
        meaning: text,
        bucket: text,
        rejected: version,
        baseline: version,
        purgeProblem: text,
        nowOn: { [text]: text },
        timeline: [{ at: text, says: text, decision: { what: 'override', at: UNTIL, ...people } }],
        diff: changed,
        ancestorDiff: changed,
      }),
    ],
    pages: [
      samplePage({
        page: text,
        tokens: [text],
        versionId: text,
        allowances: [{ id: text, page: text, codes: ['token.lost'], tokens: [text], until: UNTIL, ...people }],
      }),
    ],
    tokens: [sampleToken({ name: text, page: text })],
    warnings: [sampleWarning({ id: text, page: text, says: text, by: text })],
    also: [{ id: text, page: text, outcome: 'refused', says: text }],
  };
}

/** What a page is made of besides its words: each element with the names of its attributes. */
async function skeleton(answer: Response): Promise<string[]> {
  const { all } = await parsed(answer);
  // Where the changes are marked depends on the text itself.
  const changes = new Set(all('.views *'));
  return all('*')
    .filter((element) => !changes.has(element))
    .map((element) => `${element.name} ${Object.keys(element.attribs).join(' ')}`);
}

/** Every page and every answer to a form, with this text wherever somebody can choose one. */
async function answers(text: string): Promise<[what: string, answer: Response][]> {
  const browser = await openConsole(worldOf(text));
  const { get, post, world } = browser;
  const asked = encodeURIComponent(text.toWellFormed());
  const id = '/incidents/0123456789abcdef0123';
  const shown = await Promise.all(
    [
      '/',
      `/sites/demo?state=${asked}&did=${asked}&pages=0${asked.replaceAll(/\d/g, '')}`,
      '/sites/demo',
      `/sites/demo/page?key=${asked}&did=${asked}`,
      '/sites/demo/tokens',
      id,
      `/sites/${asked}`,
      `/incidents/${asked}`,
      `/nowhere/${asked}`,
    ].map(async (path): Promise<[string, Response]> => [path.replaceAll(asked, '…'), await get(path)]),
  );
  const fields = [
    'page',
    'reason',
    'for',
    'kind',
    'name',
    'decision',
    'scope',
    'approver',
    'code',
    'token',
    'tokens',
    'id',
  ];
  const filled = fields.map((field) => [field, text] as const);
  const good = filled.filter(([field]) => field !== 'decision' && field !== 'scope');
  const forms = ['pause', 'unpause', 'acknowledge', 'retire', 'unretire', 'allow', 'withdraw'].map(
    (form) => `/sites/demo/${form}`,
  );
  const sent: [string, Response][] = [];
  for (const form of [...forms, `${id}/decide`, `${id}/link`]) sent.push([form, await post(form, filled)]);
  const deploy = await post(`${id}/decide`, [...good, ['decision', 'override'], ['scope', 'deploy']]);
  world.refuses = { writes: refusal('API.STATE', text) };
  for (const form of ['/sites/demo/unpause', '/sites/demo/acknowledge', `${id}/link`])
    sent.push([`${form}, refused`, await post(form, filled)]);
  return [...shown, ...sent, ['the whole deploy', deploy]];
}

describe.each(ATTACKS)('%j, wherever somebody can choose a text', (attack) => {
  it('changes the words of no page into anything else', async () => {
    const [harmless, hostile] = await Promise.all([answers('harmless'), answers(attack)]);
    for (const [index, [what, answer]] of hostile.entries()) {
      const [, other] = harmless[index] ?? [];
      expect(answer.status, what).toBe(other?.status);
      if (!other || answer.status === 303) continue;
      expect(await skeleton(answer), what).toEqual(await skeleton(other));
    }
  });

  it('runs nowhere, and leads nowhere but to the console and to the bytes', async () => {
    for (const [what, answer] of await answers(attack)) {
      if (answer.status === 303) continue;
      const { all } = await parsed(answer);
      const links = all('[href], [src], [action]').map(
        ({ attribs }) => attribs['href'] ?? attribs['src'] ?? attribs['action'] ?? '',
      );
      expect(
        links.filter((link) => !/^(?:\/(?!\/)|#|https:\/\/downloads\.example\.com\/)/.test(link)),
        what,
      ).toEqual([]);
      expect(all('script, img, svg, object, embed, base, meta[http-equiv]'), what).toEqual([]);
      expect(all('*').filter(handles), what).toEqual([]);
    }
  });
});

it('shows the characters that nobody sees by their names', async () => {
  const { get } = await openConsole(worldOf('a\u202Eb'));
  const { text } = await parsed(await get('/sites/demo'));
  expect(text).toContain('a\\u{202e}b');
  expect(text).not.toContain('\u202E');
});

function handles({ attribs }: Element): boolean {
  return Object.keys(attribs).some((name) => name.startsWith('on') || name === 'style');
}
