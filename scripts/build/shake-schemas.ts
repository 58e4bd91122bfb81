import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Every client of the SDK describes all its operations here, in a form that no bundler dares to leave out. */
const SCHEMAS = /@aws-sdk[\\/]client-[a-z0-9-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/;

/** Errors are told apart by name, which the SDK gives them without their classes too; only this one has details. */
const REGISTERED = /^(?=n0_registry\.registerError\((?!TransactionCanceledException))/gm;

/**
 * Leaves out of a bundle what the SDK's clients say of operations that are not used: each description is an array
 * without side effects, but its computed keys keep a bundler from knowing that.
 */
export const shakeSchemas: Plugin = {
  name: 'shake-schemas',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const shakable = source.replaceAll(
        /^((?:export )?var [\w$]+ = )(\[.*?\]);$/gms,
        '$1/* @__PURE__ */ (() => $2)();',
      );
      if (shakable === source) throw new Error(`${path} is not written as expected: look at the SDK's new release`);
      return { contents: shakable.replaceAll(REGISTERED, '/* @__PURE__ */ '), loader: 'js' };
    });
  },
};
