import type { Retired, Retirement, SiteRecord } from '../site/site-record.ts';
import { changeSite, type Sites } from './change-site.ts';
import { exceeds } from './item-size.ts';
import { refused, type Refused } from './outcome.ts';
import { personName, type Person } from './person.ts';

const MOST = 500;
const MOST_KB = 128;

/** A token or a phrase of a site. */
export type Retirable = Pick<Retirement, 'kind' | 'name'>;

interface RetireDeps {
  readonly sites: Sites;
  readonly now: () => Date;
}

/** `done`: it stands so in the registry; `before` says whether it did already. */
export type RetireOutcome = { readonly kind: 'done'; readonly already: boolean } | Refused;

const LIST = { token: 'tokens', phrase: 'phrases' } as const;

/** Retires a token or phrase: it may leave every page, and must not come back to any. Only an approver may. */
export async function retire(
  site: string,
  { kind, name }: Retirable,
  reason: string,
  person: Person,
  deps: RetireDeps,
): Promise<RetireOutcome> {
  const list = LIST[kind];
  const outcome = await changeSite(site, person, deps, ({ retired, config }) => {
    if (config.retired[list].includes(name) || retired[list].includes(name)) return undefined;
    if (retired[list].length >= MOST) return refused('state', `${site} has ${MOST} retired ${list} already.`);
    const why = { kind, name, reason, by: personName(person), at: deps.now().toISOString() };
    const because = [...others(retired, { kind, name }), why];
    const next = { ...retired, [list]: [...retired[list], name], because };
    return exceeds(MOST_KB, next) ? refused('state', tooMuch(site)) : { retired: next };
  });
  return outcome.kind === 'done' ? { kind: 'done', already: isRetired(outcome.before, { kind, name }) } : outcome;
}

/** Lets a retired token or phrase come back. Only an approver may; what is in the configuration is changed there. */
export async function unretire(
  site: string,
  { kind, name }: Retirable,
  person: Person,
  deps: RetireDeps,
): Promise<RetireOutcome> {
  const list = LIST[kind];
  const outcome = await changeSite(site, person, deps, ({ retired, config }) => {
    if (config.retired[list].includes(name)) {
      return refused('state', `It is retired in holdfast.yml: take it out there, then run \`holdfast apply ${site}\`.`);
    }
    if (!retired[list].includes(name)) return undefined;
    return {
      retired: {
        ...retired,
        [list]: retired[list].filter((each) => each !== name),
        because: others(retired, { kind, name }),
      },
    };
  });
  return outcome.kind === 'done' ? { kind: 'done', already: !isRetired(outcome.before, { kind, name }) } : outcome;
}

const tooMuch = (site: string): string =>
  `What is retired of ${site}, with its reasons, would take more than ${MOST_KB} KB: unretire what nobody brings back, or ` +
  `name it under "retired:" in holdfast.yml.`;

function isRetired({ retired, config }: SiteRecord, { kind, name }: Retirable): boolean {
  return config.retired[LIST[kind]].includes(name) || retired[LIST[kind]].includes(name);
}

function others({ because = [] }: Retired, { kind, name }: Retirable): Retirement[] {
  return because.filter((each) => each.kind !== kind || each.name !== name);
}
