import { build, type Metafile } from 'esbuild';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { leaveOut } from './leave-out.ts';
import { shakeEndpoints } from './shake-endpoints.ts';
import { shakePatterns } from './shake-patterns.ts';
import { shakeSchemas } from './shake-schemas.ts';
import { versionOnly } from './version-only.ts';

/** The functions of the stack: one file in `src/handlers` and one zip each. */
export const FUNCTIONS = ['on-upload', 'on-sweep', 'on-incident', 'on-request'] as const;

/** See `left-out.ts`. */
const LEFT_OUT = ['@smithy/core/event-streams', '@aws-sdk/endpoint-cache', 'dom-serializer'];

/** One function bundled: its files by name, and what went into them. */
export interface Bundle {
  readonly name: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly metafile: Metafile;
}

/**
 * Bundles `src/handlers/<name>.ts` with everything it imports, the AWS SDK included, for Lambda's Node 24. What is
 * imported lazily stays a file of its own. Throws when the handler is missing.
 */
export async function bundle(root: string, name: string): Promise<Bundle> {
  const entry = `src/handlers/${name}.ts`;
  if (!existsSync(path.join(root, entry))) throw new Error(`${entry} is missing: cannot build the function ${name}`);
  const outdir = path.join(root, '.build', name);
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    metafile: true,
    write: false,
    // The names of chunks come of the paths of what is in them.
    preserveSymlinks: true,
    logLevel: 'warning',
    plugins: [leaveOut, shakeEndpoints, shakePatterns, shakeSchemas, versionOnly],
    // Read by the SDK in browsers only; the import is never reached here.
    external: ['bowser'],
    alias: {
      '@aws-sdk/credential-provider-node': path.join(import.meta.dirname, 'lambda-credentials.ts'),
      '@aws-sdk/signature-v4-multi-region': path.join(import.meta.dirname, 'one-region-signer.ts'),
      ...Object.fromEntries(LEFT_OUT.map((name) => [name, path.join(import.meta.dirname, 'left-out.ts')])),
    },
  });
  const files = new Map(result.outputFiles.map((file) => [path.relative(outdir, file.path), file.contents]));
  return { name, files, metafile: result.metafile };
}
