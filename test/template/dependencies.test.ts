import { build, type Metafile } from 'esbuild';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle, FUNCTIONS } from '../../scripts/build/bundle.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const LIB = 'src/lib/';

/** What steps share: plain values and pure functions over them, which any step may use. */
const SHARED = ['site', 'page', 'verdict', 'incident'];
/** What steps do: only the files beside the folders put them together. */
const DOING = ['upload', 'rollback', 'alert', 'approval', 'capture'];

let inputs: Metafile['inputs'];

beforeAll(async () => {
  const entryPoints = globSync('src/**/*.ts', { cwd: ROOT });
  const options = { bundle: true, packages: 'external', platform: 'node', format: 'esm', write: false } as const;
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir: '.build/all',
    metafile: true,
    ...options,
  });
  inputs = metafile.inputs;
}, 120_000);

describe('the steps', () => {
  it('know no SDK, no files, no processes and no network', () => {
    const forbidden = /^(?:@aws-sdk\/|@smithy\/|(?:node:)?(?:fs|fs\/promises|child_process|http|https|net|process)$)/;
    const found = stepFiles().flatMap((file) =>
      importsOf(file)
        .filter((imported) => forbidden.test(imported))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(found).toEqual([]);
  });

  it('do not read the environment, the clock or chance', () => {
    const found = stepFiles().filter((file) =>
      /\bprocess\.env\b|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/.test(
        readFileSync(path.join(ROOT, file), 'utf8'),
      ),
    );
    expect(found).toEqual([]);
  });

  it('share values and never what another step does', () => {
    const found = stepFiles().flatMap((file) =>
      importsOf(file)
        .filter((imported) => DOING.includes(folderOf(imported)) && folderOf(imported) !== folderOf(file))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(found).toEqual([]);
  });

  it('import nothing from lib/aws, lib/estate, the command line, the console or the handlers', () => {
    const found = stepFiles().flatMap((file) =>
      importsOf(file)
        .filter((imported) => /^src\/(?:lib\/aws|lib\/estate|cli|console|handlers)\//.test(imported))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(found).toEqual([]);
  });
});

it('lets only lib/aws and lib/estate know the AWS SDK', () => {
  const found = Object.keys(inputs).filter(
    (file) =>
      !/^src\/lib\/(?:aws|estate)\//.test(file) && importsOf(file).some((imported) => imported.startsWith('@aws-sdk/')),
  );
  expect(found).toEqual([]);
});

it.each(FUNCTIONS)('bundles %s without anything that an ES module cannot load', async (name) => {
  const { metafile } = await bundle(ROOT, name);
  const required = Object.values(metafile.inputs).flatMap((input) =>
    input.imports.filter(({ kind, external }) => kind === 'require-call' && external),
  );
  expect(required).toEqual([]);
});

it('describes exactly the folders of lib in its README', () => {
  const readme = readFileSync(path.join(ROOT, LIB, 'README.md'), 'utf8');
  const described = [...readme.matchAll(/^- `(\w+)\/`/gm)].map(([, folder]) => folder);
  expect(described).toHaveLength(new Set(described).size);
  expect(new Set(described)).toEqual(new Set(foldersOfLib()));
});

/** Folders without a file do not exist for git. */
function foldersOfLib(): string[] {
  const folders = readdirSync(path.join(ROOT, LIB), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).filter((name) => globSync(`${LIB}${name}/**/*.ts`, { cwd: ROOT }).length > 0);
}

function stepFiles(): string[] {
  return Object.keys(inputs).filter((file) => [...SHARED, ...DOING].includes(folderOf(file)));
}

function importsOf(file: string): string[] {
  return inputs[file]?.imports.map((imported) => imported.path) ?? [];
}

/** The folder of lib that a file is in; empty for a file beside the folders or elsewhere. */
function folderOf(file: string): string {
  return file.startsWith(LIB) && file.slice(LIB.length).includes('/')
    ? (file.slice(LIB.length).split('/')[0] ?? '')
    : '';
}
