import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** One table of the library: the characters of a script or a property, as `Greek` or `Emoji`. */
const TABLE = /^\s*\w{3,}: \(\) => new UnicodeRangeTable\(.*\),?$\n/gm;
/** Mentions no method in a way that would call it. */
const COMMENT = /^[ \t]*\/\*[^]*?\*\/\n/gm;
const CLASS = /^var (\w+) = (class \w* ?(?:extends \w+ )?\{\n[^]*?^\});\n/gm;
const METHOD = /^\t(?:static |get |set |\*)*([A-Za-z]\w*)\(.*\) \{\n(?:\t\t.*\n|\n)*\t\}\n/gm;
const WORD = /[A-Za-z_$][\w$]*/g;

/** Called by the language itself, or by `lib/page`. */
const CALLED: ReadonlySet<string> = new Set(
  ['constructor', 'toString'].concat('compile', 'find', 'matcher', 'programSize', 'start', 'test'),
);
/** Offered to callers, and mentioned elsewhere in the library only as words. */
const UNCALLED: ReadonlySet<string> = new Set(['split', 'translateRegExp']);

/**
 * Leaves out of the library of patterns what patterns may not use (see `compileSources`), and the methods that nobody
 * calls: those whose name the library mentions nowhere else. Calling one all the same is a `TypeError`.
 */
export const shakePatterns: Plugin = {
  name: 'shake-patterns',
  setup(build) {
    build.onLoad({ filter: /re2js[\\/]build[\\/]index\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = shakeLibrary(source);
      if (contents === undefined) throw new Error(`${path} is not written as expected: look at its new release`);
      return { contents, loader: 'js' };
    });
  },
};

/** The library without what is not used; `undefined` when it is not written as expected. */
function shakeLibrary(source: string): string | undefined {
  const bare = source.replaceAll(COMMENT, '');
  const [tables, methods] = [bare.match(TABLE), bare.match(METHOD)];
  if (!tables || !methods || !bare.match(CLASS)) return undefined;
  // a bundler leaves out a class that is not used only when it may take its static fields for harmless
  return shakeMethods(bare.replaceAll(TABLE, '')).replaceAll(CLASS, 'var $1 = /* @__PURE__ */ (() => $2)();\n');
}

/** Leaving out one method may leave the methods that it called without a caller. */
function shakeMethods(source: string): string {
  const mentions = countOf(source.matchAll(WORD), 0);
  const declared = countOf(source.matchAll(METHOD), 1);
  const shaken = source.replaceAll(METHOD, (method, name: string) => {
    if (CALLED.has(name)) return method;
    return UNCALLED.has(name) || mentions.get(name) === declared.get(name) ? '' : method;
  });
  return shaken === source ? source : shakeMethods(shaken);
}

function countOf(matches: Iterable<RegExpExecArray>, group: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { [group]: word = '' } of matches) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
