import type { Site } from '../lib/site/site.ts';

/** One setting that differs; an absent side is `undefined`. */
export interface SettingChange {
  readonly setting: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** What applying `to` changes of `from`, setting by setting, in alphabetical order. */
export function siteChanges(from: Site | undefined, to: Site): SettingChange[] {
  const before = settings(from);
  const after = settings(to);
  return [...new Set([...before.keys(), ...after.keys()])]
    .toSorted()
    .map((setting) => ({ setting, from: before.get(setting), to: after.get(setting) }))
    .filter((change) => change.from !== change.to);
}

/** The changes as lines, like `policy.mode: "observe" → "enforce"`. */
export function showChanges(changes: readonly SettingChange[]): string {
  return changes.map(({ setting, from = '(none)', to = '(none)' }) => `  ${setting}: ${from} → ${to}`).join('\n');
}

function settings(value: unknown, path = ''): Map<string, string> {
  if (value === undefined) return new Map();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map([[path, sorted(value)]]);
  return new Map(Object.entries(value).flatMap(([key, child]) => [...settings(child, path ? `${path}.${key}` : key)]));
}

/** JSON with sorted keys: the registry does not keep their order. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? Object.fromEntries(Object.entries(child).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : child,
  );
}
