import { retiredTokens } from '../../lib/site/site-record.ts';
import { inForce, isAllowed } from '../../lib/verdict/allowed.ts';
import { sha256 } from '../../lib/site/version.ts';
import type { InspectedPage } from '../../lib/deploy/inspect-page.ts';
import { addressOf, basesOf, isThrough, visitWords } from '../../lib/deploy/purge-look.ts';
import { HoldfastError } from '../../lib/errors.ts';
import type { Session } from '../command.ts';
import { counted, firstFew } from '../printable.ts';
import type { Check } from './check.ts';
import type { StagedPage } from './staged-page.ts';

/** Where visitors of staging see the page; none where nothing serves it. Throws `CDN.*`. */
async function addresses(
  { staging, path }: Pick<StagedPage, 'staging' | 'path'>,
  { edge }: Pick<Session['operator'], 'edge'>,
): Promise<readonly string[]> {
  const bases = await basesOf(staging, { edge });
  return bases.flatMap((base) => addressOf(staging, staging.prefix + path, base) ?? []);
}

/** Whether each address answers with exactly the bytes that are on staging. */
export async function checkAddresses(
  { site, inspected }: Pick<StagedPage, 'site' | 'inspected'>,
  at: readonly string[],
  { edge }: Pick<Session['operator'], 'edge'>,
): Promise<Check[]> {
  const says = 'Staging has no address to look at: its configuration names neither distributions nor a url.';
  if (at.length === 0) return [{ name: 'address', state: 'skipped', says }];
  const { plain } = inspected.candidate;
  const expected = { sha256: sha256(plain) };
  return Promise.all(
    at.map(async (address): Promise<Check> => {
      const visit = await edge.visit(address, site.policy.limits);
      const size = `${counted(plain.length, 'byte')} with the SHA-256 ${expected.sha256.slice(0, 12)}…`;
      if (isThrough(visit, expected))
        return { name: 'address', state: 'ok', says: `${address} answers with exactly these ${size}.` };
      const state = visit.kind === 'answered' && visit.status === 401 ? 'skipped' : 'failed';
      return { name: 'address', state, says: `${address} ${visitWords(visit)}, not with these ${size}.` };
    }),
  );
}

/** Whether every feature that is live in production, or that the registry knows of the page, is there or may be gone. */
export function checkFeatures({ now, judged }: InspectedPage, at: Date): Check {
  const has = new Set([...judged.features.kept, ...judged.features.gained]);
  const known = new Set([...judged.features.kept, ...judged.features.lost, ...(now.page?.baseline?.tokens ?? [])]);
  const missing = [...known].filter((token) => !has.has(token));
  const retired = retiredTokens(now.site);
  const allowances = inForce(now.page?.allowances ?? [], at);
  const mayGo = (token: string) =>
    retired.has(token) || isAllowed({ code: 'token.lost', token, severity: 'rollback', says: '' }, allowances);
  const lost = missing.filter((token) => !mayGo(token));
  if (lost.length > 0)
    return { name: 'features', state: 'failed', says: `Live in production and not on this page: ${firstFew(lost)}.` };
  const gone = missing.length === 0 ? '' : `; gone as retired or allowed: ${firstFew(missing)}`;
  const kept = known.size - missing.length;
  return { name: 'features', state: 'ok', says: `${counted(kept, 'live feature')} of production: all there${gone}.` };
}

/** What the guard would say of these bytes if they were live in production now. */
export function checkGuard({ now, judged, findings }: InspectedPage): Check[] {
  const check = (state: Check['state'], says: string): Check => ({ name: 'guard', state, says });
  const rest = now.atRest ? [] : [check('failed', 'The guard has not looked yet at what is live in production.')];
  switch (judged.verdict.kind) {
    case 'unchanged':
      return [...rest, check('ok', 'Production has just this already.')];
    case 'accepted':
      return [...rest, check('ok', 'The guard would accept it in production.')];
    case 'breached':
    case 'undecided':
      return [...rest, ...findings.map(({ code, says }) => check('failed', `The guard finds ${code}: ${says}`))];
    default:
      return judged.verdict satisfies never;
  }
}

/** What must not stop the other checks: CloudFront may refuse to say where staging is. */
export async function addressesOrWhy(
  staged: Pick<StagedPage, 'staging' | 'path'>,
  operator: Pick<Session['operator'], 'edge'>,
): Promise<{ readonly at: readonly string[]; readonly unknown?: Check }> {
  try {
    return { at: await addresses(staged, operator) };
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error;
    const says = `Where visitors see staging could not be found out: ${error.message}`;
    return { at: [], unknown: { name: 'address', state: 'failed', says } };
  }
}
