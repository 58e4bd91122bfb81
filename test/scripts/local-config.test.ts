import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeLocalConfig } from '../../scripts/local/local-config.ts';
import { loadConfig } from '../../src/lib/aws/config-file.ts';

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'holdfast-config-'));
});

afterAll(() => rm(dir, { recursive: true }));

it('gives every site the distribution that exists here, and changes nothing else', async () => {
  const to = path.join(dir, 'holdfast.yml');
  await writeLocalConfig('examples/three-sites.yml', to, new Map([['E2ABC123XYZ', 'EMADEHERE00000']]));
  const text = await readFile('examples/three-sites.yml', 'utf8');
  const before = loadConfig('examples/three-sites.yml').sites;
  const after = loadConfig(to).sites;
  expect(text).toContain('E2ABC123XYZ');
  expect(after.map(({ production }) => production.distributions)).toEqual(after.map(() => ['EMADEHERE00000']));
  const without = (sites: typeof before) =>
    sites.map((site) => ({ ...site, production: { ...site.production, distributions: [] } }));
  expect(without(after)).toEqual(without(before));
});
