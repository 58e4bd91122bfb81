import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** One table of the library of patterns: the characters of a script or a property, as `Greek` or `Emoji`. */
const TABLE = /^\s*\w{3,}: \(\) => new UnicodeRangeTable\(.*\),?$\n/gm;

/** Leaves out what patterns may not use (see `compileSources`): a quarter of the library is tables of scripts. */
export const shakeScripts: Plugin = {
  name: 'shake-scripts',
  setup(build) {
    build.onLoad({ filter: /re2js[\\/]build[\\/]index\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll(TABLE, '');
      if (contents === source) throw new Error(`${path} is not written as expected: look at its new release`);
      return { contents, loader: 'js' };
    });
  },
};
