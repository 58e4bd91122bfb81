import type { Site } from '../site/site.ts';

/** A page glob that no ARN pattern says exactly. */
export interface Inexpressible {
  readonly glob: string;
  readonly why: string;
  /** The nearest pattern, and what it would take besides the pages. */
  readonly wider: string;
}

/** The page keys of a site as patterns of a policy's `Resource`, without the bucket; or the globs that cannot be said so. */
export type PagePatterns =
  | { readonly kind: 'patterns'; readonly patterns: readonly string[] }
  | { readonly kind: 'inexpressible'; readonly globs: readonly Inexpressible[] };

type Said = { readonly patterns: readonly string[] } | Omit<Inexpressible, 'glob'>;

/**
 * Says a site's page globs as patterns in which `*` is any text, slashes too, and `?` one character (IAM user guide,
 * "IAM JSON policy elements: Resource"). Exact for every key that can be guarded: where a glob cannot be said exactly, no
 * pattern is given for any.
 */
export function pagePatterns({ production, pages }: Pick<Site, 'production' | 'pages'>): PagePatterns {
  const prefix = literal(production.prefix);
  const said = pages.map((glob) => ({ glob, ...patternsOf(glob, prefix) }));
  const globs = said.flatMap((each) => ('why' in each ? [{ glob: each.glob, why: each.why, wider: each.wider }] : []));
  if (globs.length > 0) return { kind: 'inexpressible', globs };
  const patterns = said.flatMap((each) => ('patterns' in each ? each.patterns : []));
  return { kind: 'patterns', patterns: [...new Set(patterns)] };
}

/** Text as a pattern takes it for itself (IAM user guide, "Policy variables": needs the policy version 2012-10-17). */
function literal(text: string): string {
  return text.replaceAll(/[*?$]/g, (character) => `\${${character}}`);
}

function patternsOf(glob: string, prefix: string): Said {
  const choices = expanded(glob);
  if (choices === undefined) {
    const why = 'has braces that are more than a choice between plain words';
    return { why, wider: wider(prefix, glob.slice(0, glob.search(/[{}[\]*?]/)), '') };
  }
  const patterns: string[] = [];
  for (const choice of choices) {
    const said = plainPatterns(choice, prefix);
    if ('why' in said) return said;
    patterns.push(...said.patterns);
  }
  return { patterns };
}

/** The globs that a glob with choices like `{a,b}` stands for; `undefined` where its braces are anything else. */
function expanded(glob: string): readonly string[] | undefined {
  const choice = /\{([^{}]*)\}/.exec(glob);
  if (!choice) return /[{}]/.test(glob) ? undefined : [glob];
  const words = (choice[1] ?? '').split(',');
  // A plus would repeat the choice, two dots would count.
  if (words.length < 2 || glob.includes('+') || words.some((word) => word === '' || /[*?[\]/]|\.\./.test(word)))
    return undefined;
  const [before, after] = [glob.slice(0, choice.index), glob.slice(choice.index + choice[0].length)];
  const each = words.map((word) => expanded(`${before}${word}${after}`));
  return each.every((globs) => globs !== undefined) ? each.flat() : undefined;
}

/** Of a glob without choices. `**` with slashes around it is what a pattern's star says; a star alone stops at a slash. */
function plainPatterns(glob: string, prefix: string): Said {
  const star = glob.search(/[*?[\]]/);
  const fixed = star === -1 ? glob : glob.slice(0, star);
  const ending = glob.slice(glob.search(/[^*?[\]]*$/));
  if (/(?:^|\/)(?:\.{0,2})(?:\/|$)/.test(fixed.replace(/\/$/, '')) && fixed !== '')
    return { why: 'has a segment that is empty, "." or ".."', wider: 'write it without that segment' };
  if (star === -1) return glob.endsWith('/') ? folders(prefix, glob) : { patterns: [`${prefix}${literal(glob)}`] };
  const [, before = '', name = ''] = /^((?:[^*?[\]]*\/)?)\*\*\/([^/]*)$/.exec(glob) ?? [];
  const start = `${prefix}${literal(before)}`;
  if (name !== '' && !/[*?[\]]/.test(name))
    return { patterns: [`${start}${literal(name)}`, `${start}*/${literal(name)}`] };
  if (/^\*[^*?[\]]+$/.test(name)) return { patterns: [`${start}*${literal(name.slice(1))}`] };
  if (/[[\]]/.test(glob)) return { why: 'has a class of characters in brackets', wider: wider(prefix, fixed, ending) };
  if (glob.includes('?'))
    return { why: 'has a "?", which in a policy may also be a slash', wider: wider(prefix, fixed, ending) };
  if (ending === '' || glob.endsWith('/')) return folders(prefix, fixed);
  return { why: 'has a "*" that stops at a slash; in a policy it does not', wider: wider(prefix, fixed, ending) };
}

function folders(prefix: string, fixed: string): Said {
  return { why: 'ends in a star or a slash, and so would take folder markers, too', wider: wider(prefix, fixed, '') };
}

function wider(prefix: string, fixed: string, ending: string): string {
  return `${prefix}${literal(fixed)}*${literal(ending)} would take keys in folders below and others that are no pages`;
}
