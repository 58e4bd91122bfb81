import type { Step } from '../../capture/restore.ts';
import { inClear, type Text } from '../shared/known-secrets.ts';
import { UNQUALIFIED, type Alias, type FunctionDocument } from './function-document.ts';
import { partStep, settled, type FunctionWork } from './function-work.ts';
import type { ReadFunction } from './read-function.ts';

/** An alias by the code that it leads to: versions come back under other numbers. */
interface ByCode {
  readonly Code: string;
  readonly Description?: Text;
  readonly Routing?: Readonly<Record<string, number>>;
}

/**
 * Aliases of which the code can be had: it is that of a live version, or it is the captured function's own, of which a new version
 * is then published.
 */
export function reachableAliases(wanted: FunctionDocument, base: FunctionDocument): ReadonlySet<string> {
  const there = new Set([
    UNQUALIFIED,
    wanted.Code.CodeSha256,
    ...Object.values(base.Versions).map(({ CodeSha256 }) => CodeSha256),
  ]);
  return new Set(
    Object.entries(wanted.Aliases)
      .filter(([, alias]) => codesOf(alias, wanted).every((code) => there.has(code)))
      .map(([name]) => name),
  );
}

/** Brings aliases back; those whose code is gone are told. Ones that only the live function has stay. */
export function planAliases(work: FunctionWork): readonly Step[] {
  const { name, wanted, base } = work;
  const reachable = reachableAliases(wanted, base);
  const then = Object.entries(wanted.Aliases).filter(([alias]) => reachable.has(alias));
  const now = Object.entries(base.Aliases).filter(([alias]) => reachable.has(alias));
  const lost = Object.keys(wanted.Aliases).filter((alias) => !reachable.has(alias));
  const before = Object.fromEntries(now.map(([alias, each]) => [alias, byCode(each, base)]));
  const after = Object.fromEntries(then.map(([alias, each]) => [alias, byCode(each, wanted)]));
  const steps = partStep(work, 'aliases', { before: { Aliases: before }, after: { Aliases: after } }, async (read) => {
    const versions = versionsFor(work, read);
    for (const [alias, wantedAlias] of then) {
      if (JSON.stringify(before[alias]) === JSON.stringify(after[alias])) continue;
      await putAlias(work, read, alias, wantedAlias, versions);
    }
  });
  const impossible = lost.map((alias) => ({
    kind: 'impossible' as const,
    what: `function ${name}: alias ${alias}`,
    why: `It led to version ${wanted.Aliases[alias]?.FunctionVersion}, of which no code is left: a capture keeps that of the function alone.`,
  }));
  return [...steps, ...impossible];
}

function codesOf({ FunctionVersion, RoutingConfig }: Alias, { Versions }: FunctionDocument): readonly string[] {
  const versions = [FunctionVersion, ...Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {})];
  return versions.map((version) => codeOf(version, Versions));
}

function codeOf(version: string, versions: FunctionDocument['Versions']): string {
  return version === UNQUALIFIED ? UNQUALIFIED : (versions[version]?.CodeSha256 ?? `version ${version}`);
}

function byCode(alias: Alias, { Versions }: FunctionDocument): ByCode {
  const weights = Object.entries(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
  return {
    Code: codeOf(alias.FunctionVersion, Versions),
    ...(alias.Description !== undefined && { Description: alias.Description }),
    ...(weights.length > 0 && {
      Routing: Object.fromEntries(weights.map(([version, weight]) => [codeOf(version, Versions), weight])),
    }),
  };
}

type VersionFor = (captured: string) => Promise<string>;

/** Finds the live version for a captured one: of the same number and code, else the newest of its code, else a new one. */
function versionsFor(work: FunctionWork, { document }: ReadFunction): VersionFor {
  const { client, name, wanted, known } = work;
  const published = new Map<string, string>();
  return async (captured) => {
    if (captured === UNQUALIFIED) return captured;
    const code = codeOf(captured, wanted.Versions);
    if (codeOf(captured, document.Versions) === code) return captured;
    const newest = Object.keys(document.Versions)
      .filter((version) => codeOf(version, document.Versions) === code)
      .toSorted((a, b) => Number(b) - Number(a))[0];
    const found = newest ?? published.get(code);
    if (found !== undefined) return found;
    const Description = inClear(wanted.Versions[captured]?.Description, known);
    const { Version = '' } = await client.publishVersion({
      FunctionName: name,
      CodeSha256: code,
      ...(Description !== undefined && { Description }),
    });
    await settled(work);
    published.set(code, Version);
    return Version;
  };
}

async function putAlias(
  { client, name, known }: FunctionWork,
  { aliases }: ReadFunction,
  Name: string,
  { FunctionVersion, Description = '', RoutingConfig }: Alias,
  versionFor: VersionFor,
): Promise<void> {
  const weights: Record<string, number> = {};
  for (const [version, weight] of Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {}))
    weights[await versionFor(version)] = weight;
  const alias = {
    FunctionName: name,
    Name,
    FunctionVersion: await versionFor(FunctionVersion),
    Description: inClear(Description, known),
    RoutingConfig: { AdditionalVersionWeights: weights },
  };
  const live = aliases.find((each) => each.Name === Name);
  if (live) await client.updateAlias({ ...alias, RevisionId: live.RevisionId });
  else await client.createAlias(alias);
}
