import { approverName } from '../../src/lib/approval/person.ts';
import type { Caller } from './caller.ts';
import { tellFollowed } from './decided.ts';
import type { Happened, StoryDeps } from './story.ts';
import { painted } from './teller.ts';
import { insist } from './until.ts';

const OPENED = 5;

/** An approver without AWS decides in the browser: looking changes nothing, the code decides once. */
export async function overrideByLink(
  { key, bad, incident }: Happened,
  deps: StoryDeps & { readonly caller: Caller },
): Promise<void> {
  const { teller, witness, caller } = deps;
  teller.chapter('A personal link lets one approver decide, once, without AWS');
  const link = new URL(await caller.link('approver', incident.id, await whoHasMail(witness)));
  await lookOften(link, incident.id, deps);
  const decidedAt = Date.now();
  const posted = await decideOn(link, deps);
  insist(posted.status === 303, `the page takes the decision, not answered with ${posted.status}`);
  const by = (await witness.incident(incident.id))?.decision?.by;
  teller.line(painted('good', `303  overridden, as decided by ${by}`));
  const called = 'the page without card payments';
  await tellFollowed({ key, version: bad, incident: incident.id, state: 'overridden', called, decidedAt }, deps);
  const rev = (await witness.incident(incident.id))?.rev;
  const again = await decideOn(link, deps, 'restore');
  insist(again.status === 410, `the used code is refused with 410, not answered with ${again.status}`);
  insist((await witness.incident(incident.id))?.rev === rev, 'the used code changes nothing');
  teller.line('410  the same code again decides nothing: it was used', 'bad');
}

async function whoHasMail(witness: StoryDeps['witness']): Promise<string> {
  const approver = (await witness.site())?.config.approvers.find((each) => 'email' in each);
  insist(approver !== undefined, 'the site names an approver with an e-mail address');
  return approverName(approver);
}

/** As a browser and every scanner of mail would: what follows the # is never sent. */
async function lookOften(link: URL, incident: string, { teller, witness }: StoryDeps): Promise<void> {
  const before = (await witness.incident(incident))?.rev;
  const answers = await Promise.all(Array.from({ length: OPENED }, () => fetch(withoutCode(link))));
  insist(
    answers.every(({ status }) => status === 200),
    'the review page is shown',
  );
  insist((await answers[0]?.text())?.includes(incident) === true, 'the review page tells of the incident');
  insist((await witness.incident(incident))?.rev === before, 'looking at the page changes nothing');
  teller.line(`GET  ${withoutCode(link)}`, 'strong');
  teller.line(`200  the review page, opened ${OPENED} times, as mail scanners do: nothing changed`);
}

/** What the form of the page sends. */
function decideOn(link: URL, { teller }: Pick<StoryDeps, 'teller'>, decision = 'override'): Promise<Response> {
  const code = new URLSearchParams(link.hash.slice(1)).get('code') ?? '';
  const view = link.searchParams.get('view') ?? '';
  const form = { code, decision, reason: 'Guests pay at the dock from May on' };
  const address = link.origin + link.pathname;
  teller.line(`POST ${link.pathname.replace(/^.*(?=\/review\/)/, '')}  as the form on that page does`, 'strong');
  teller.line(`     ${JSON.stringify(form)}`);
  const body = new URLSearchParams({ view, ...form });
  return fetch(address, { method: 'POST', headers: { origin: link.origin }, body, redirect: 'manual' });
}

const withoutCode = (link: URL): string => link.href.slice(0, link.href.length - link.hash.length);
