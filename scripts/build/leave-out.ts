import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Files of libraries that the functions load and never use: hashes for machines without `node:crypto`, streams of
 * browsers, retries that adapt (every client asks for the standard ones), asking an EC2 machine for its region
 * (Lambda hands it over in the environment), and what changes or searches a tree of a page other than by selectors.
 */
const FILES = [
  String.raw`@smithy/core/.*/Sha256Js`,
  String.raw`@smithy/core/.*/Md5Js`,
  String.raw`@aws-sdk/checksums/.*/Sha1Js`,
  String.raw`@smithy/core/.*/(?:sdk-stream-mixin|createChecksumStream|stream-collector|getAwsChunkedEncodingStream)\.browser`,
  String.raw`@smithy/core/.*/util-retry/AdaptiveRetryStrategy`,
  String.raw`@smithy/core/.*/getInstanceMetadataRegion`,
  String.raw`domutils/dist/(?:feeds|legacy|manipulation)`,
];

const EXPORT = /^export (?:async )?(?:const|function|class) (\w+)/gm;

/** Leaves files of libraries out of a bundle: all that they export throws when it is called or constructed. */
export const leaveOut: Plugin = {
  name: 'leave-out',
  setup(build) {
    const filter = new RegExp(String.raw`/node_modules/(?:${FILES.join('|')})\.js$`.replaceAll('/', String.raw`[\\/]`));
    build.onLoad({ filter }, async ({ path: file }) => {
      const names = [...(await readFile(file, 'utf8')).matchAll(EXPORT)].map(([, name]) => `leftOut as ${name}`);
      const says = JSON.stringify(`${path.parse(file).name} is left out of this bundle`);
      return {
        contents: `function leftOut() { throw new Error(${says}); }\nexport { ${names.join(', ')} };`,
        loader: 'js',
      };
    });
  },
};
