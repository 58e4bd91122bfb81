import { decodeText } from '../../lib/page/charset.ts';
import { storedText } from '../../lib/page/stored-text.ts';
import { claimsHtml } from '../../lib/page/syntax.ts';
import type { Site } from '../../lib/site/site.ts';
import { chooseSite } from '../choose-site.ts';
import type { Command, Session } from '../command.ts';
import { aheadDiff, type AheadDiff } from '../deploy/ahead-diff.ts';
import { calledFor, namesNobody } from '../deploy/escalate-ahead.ts';
import { done, refusal, usage } from '../outcome.ts';
import { pageKey } from '../page-key.ts';
import { printable, printableLines } from '../printable.ts';
import { openWorkspace, pathsOf } from '../workspace.ts';

export const escalate: Command = {
  name: 'escalate <site> <page>',
  summary: 'call the contact of a site with what differs between your file and what is live; no bucket is written to',
  examples: ['npx holdfast escalate demo booking/index.html', 'npx holdfast escalate demo index.html --dry-run'],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const { escalation, name } = site;
    if (!escalation) throw refusal('Nobody was called.', namesNobody(name));
    const { key, text, says } = await differing(site, input.args[1] ?? '', session);
    const change = `escalate ${key} of ${name}: ${escalation.contact} is called, with what differs\n  ${says}`;
    const value = { site: name, page: key, contact: escalation.contact, over: escalation.over, says, diff: text };
    if ((await session.ask(printableLines(change))) === 'dry-run') {
      return done({ ...value, done: false }, printableLines(text.trimEnd()));
    }
    const { id, already } = await session.operator.api.escalate(name, { page: key, says, diff: text });
    return done({ ...value, id, already, done: true }, printable(calledFor(key, escalation, already)));
  },
};

/** What differs between the live page and the local file; throws `CLI.REFUSED` where nothing can be compared or differs. */
async function differing(site: Site, file: string, { operator }: Session): Promise<AheadDiff & { key: string }> {
  const { key, bytes } = await localPage(site, file);
  const live = await operator.target(site.production.bucket).live(key, site.policy.limits.bytes);
  if (!live) throw nothing(site.name, `${key} is not live`);
  const { headers, storedAs } = live;
  const before = live.bytes && storedText({ bytes: live.bytes, headers, storedAs }, key, site.policy.limits);
  if (before === undefined) throw nothing(site.name, `What is live of ${key} cannot be read as text`);
  const { contentType } = headers;
  const found = aheadDiff(before, decodeText(bytes, contentType, claimsHtml(key, contentType)));
  if (found.text === '') throw nothing(site.name, `What is live of ${key} has the same lines as your file`);
  return { key, ...found };
}

async function localPage(site: Site, file: string): Promise<{ key: string; bytes: Uint8Array }> {
  const cwd = process.cwd();
  const workspace = await openWorkspace(site.name, { cwd });
  const [path, ...others] = await pathsOf(workspace, [file], cwd);
  const bytes = path === undefined || others.length > 0 ? undefined : await workspace.read(path);
  if (!bytes) throw usage(printable(`${file} is not one file.`), 'Escalate one page at a time.');
  const key = `${site.production.prefix}${path}`;
  return { key: pageKey(site, key) ?? key, bytes };
}

const nothing = (site: string, why: string): Error =>
  refusal(printable(`${why}: nobody was called.`), `See how your files stand: npx holdfast diff ${site}`);
