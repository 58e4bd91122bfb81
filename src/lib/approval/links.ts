import type { Incident } from '../incident/incident.ts';
import { openDecisions } from '../incident/decisions.ts';
import { sha256 } from '../site/version.ts';
import type { Registry } from '../site/registry.ts';
import type { Approver } from '../site/site.ts';
import { refused, type Refused } from './outcome.ts';
import { approverName, mayChange, personName, type Person } from './person.ts';
import { notAllowed, stands, type Wanted } from './decide.ts';

/** How long a personal link can decide. */
const LIFE_MS = 72 * 60 * 60 * 1000;

// Crockford's base 32: no letter that is mistaken for a digit. 20 of them are 100 bits.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 20;

/** A personal link, as it is kept: never its code, only the code's hash. */
export interface PersonalLink {
  readonly incident: string;
  readonly hash: string;
  readonly for: Approver;
  readonly madeBy: string;
  /** ISO 8601, as are the next two. */
  readonly madeAt: string;
  readonly until: string;
  /** The time of the decision that it made. */
  readonly usedAt?: string;
}

/** The personal links of incidents; reads are strongly consistent. */
export interface Links {
  keep(link: PersonalLink): Promise<void>;
  find(incident: string, hash: string): Promise<PersonalLink | undefined>;
}

interface MakeDeps {
  readonly registry: Pick<Registry, 'incident' | 'read'>;
  readonly links: Pick<Links, 'keep'>;
  readonly now: () => Date;
  /** So many random bytes, from a source fit for secrets. */
  readonly random: (count: number) => Uint8Array;
}

/** A link that was made, and the code that only its holder is told. */
export type Made = { readonly kind: 'made'; readonly code: string; readonly link: PersonalLink } | Refused;

/**
 * Makes a link by which one approver of the incident's site can decide it once within 72 hours. Only an approver who
 * did not come by a link may make one, and only for somebody whom the site names: `name` as `approverName` writes it.
 * Refused where nothing is left to decide.
 */
export async function makeLink(id: string, name: string, person: Person, deps: MakeDeps): Promise<Made> {
  const incident = await deps.registry.incident(id);
  if (!incident) return refused('unknown', `There is no incident ${id}.`);
  const { site } = await deps.registry.read({ site: incident.site, key: incident.key });
  const approvers = site?.config.approvers ?? [];
  if (!mayChange(approvers, person)) return notAllowed(incident.site, person);
  const approver = approvers.find((each) => sameName(approverName(each), name));
  if (!approver) {
    const known = approvers.map(approverName).join('; ');
    return refused('invalid', `No approver of ${incident.site} is called that. Approvers are: ${known}.`);
  }
  if (openDecisions(incident).length === 0) {
    return refused('state', `The incident is ${incident.state}: nothing is left to decide about it.`);
  }
  const code = codeOf(deps.random(CODE_LENGTH));
  const now = deps.now();
  const link: PersonalLink = {
    incident: id,
    hash: hashOf(code),
    for: approver,
    madeBy: personName(person),
    madeAt: now.toISOString(),
    until: new Date(now.getTime() + LIFE_MS).toISOString(),
  };
  await deps.links.keep(link);
  return { kind: 'made', code, link };
}

/**
 * The person whom a code makes of its holder, for this incident alone. What was typed may have spaces, hyphens and
 * small letters. That the link is unused is checked once more by the decision's own transaction.
 */
export async function holderOf(
  incident: string,
  typed: string,
  { links, now }: { links: Pick<Links, 'find'>; now: () => Date },
): Promise<{ readonly kind: 'person'; readonly person: Person } | Refused> {
  const link = await linkOf(incident, typed, links);
  if (!link) return refused('not-allowed', 'This code does not belong to this incident. Ask for a link of your own.');
  if (link.usedAt !== undefined)
    return refused('expired', `This code was used on ${link.usedAt}: it decides only once.`);
  if (Date.parse(link.until) <= now().getTime()) {
    return refused('expired', `This code ended on ${link.until}. Ask for a new link.`);
  }
  return { kind: 'person', person: holds(link) };
}

/**
 * The incident, where a code made just this decision of it already, however it was typed: its form was sent again, and
 * counts once.
 */
export async function sentAgain(
  id: string,
  typed: string,
  { what, reason }: Pick<Wanted, 'what' | 'reason'>,
  { links, registry }: { links: Pick<Links, 'find'>; registry: Pick<Registry, 'incident'> },
): Promise<Incident | undefined> {
  const link = await linkOf(id, typed, links);
  if (link?.usedAt === undefined) return undefined;
  const incident = await registry.incident(id);
  const decision = { what, reason, by: personName(holds(link)), at: link.usedAt };
  return incident && stands(incident, decision) ? incident : undefined;
}

async function linkOf(id: string, typed: string, links: Pick<Links, 'find'>): Promise<PersonalLink | undefined> {
  const code = readCode(typed);
  return code === undefined ? undefined : links.find(id, hashOf(code));
}

const holds = ({ for: approver, madeBy, hash }: PersonalLink): Person => ({
  kind: 'link',
  for: approver,
  madeBy,
  link: hash,
});

const hashOf = (code: string): string => sha256(`holdfast link ${code}`);

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.trim().toLowerCase();

function codeOf(bytes: Uint8Array): string {
  const letters = [...bytes].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return letters.match(/.{5}/g)?.join('-') ?? letters;
}

/** Letters that look like digits are taken for them, as Crockford's base 32 has it. */
function readCode(typed: string): string | undefined {
  if (typed.length > 100) return undefined;
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  if (letters.length !== CODE_LENGTH || /[^0-9A-HJKMNP-TV-Z]/.test(letters)) return undefined;
  return letters.match(/.{5}/g)?.join('-');
}
