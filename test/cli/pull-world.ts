import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { workspaceFolder } from '../../src/lib/aws/workspace-folder.ts';
import type { Site } from '../../src/lib/site/site.ts';
import { releasesModel } from '../fakes/releases-model.ts';
import { exampleSite, type world } from '../world.ts';
import { guarded } from './guarded.ts';
import { run, type Ran } from './run.ts';

/** A guarded site, and a folder of somebody who edits it: the command line runs there. */
export async function pullWorld(options: Parameters<typeof world>[0] = {}, site: Site = exampleSite()) {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'holdfast-pull-')));
  const { guard, stack } = guarded(options);
  guard.clock.advance(-60 * 60 * 1000);
  const { registry, snapshots, histories } = guard.deps;
  stack.stores = { registry, snapshots, histories, releases: releasesModel().releases };
  stack.targets.set(site.production.bucket, guard.s3);
  const cwd = vi.spyOn(process, 'cwd').mockReturnValue(folder);
  const at = (...names: string[]) => path.join(folder, ...names);
  const command = (name: string, args: string[], options: Record<string, unknown>, answer?: 'no'): Promise<Ran> =>
    run(stack, [site], name, { args: [site.name, ...args], options, ...(answer && { answer }) });
  return {
    guard,
    stack,
    folder,
    at,
    /** Somebody uploads, and the guard looks. */
    async upload(key: string, html: string, headers?: Parameters<typeof guard.upload>[2]) {
      const uploaded = guard.upload(key, html, headers);
      await guard.look(key);
      return uploaded;
    },
    async edit(name: string, text: string) {
      await mkdir(path.dirname(at(name)), { recursive: true });
      await writeFile(at(name), text);
    },
    text: (name: string) => readFile(at(name), 'utf8'),
    bases: async () => (await workspaceFolder(folder, site.name)).bases(),
    pull: (args: string[] = [], how: Record<string, unknown> = {}, answer?: 'no') => command('pull', args, how, answer),
    diff: (args: string[] = [], how: Record<string, unknown> = {}) => command('diff', args, how),
    goTo: (...names: string[]) => void cwd.mockReturnValue(at(...names)),
    async end() {
      cwd.mockRestore();
      await rm(folder, { recursive: true });
    },
  };
}

/** What a command gave, as `--json` prints it and as far as tests look at it. */
export interface Told {
  readonly files: readonly {
    readonly path: string;
    readonly did?: string;
    readonly state: string;
    readonly copy?: string;
    readonly diff?: unknown;
  }[];
  readonly skipped: readonly { readonly path: string }[];
  readonly merges: readonly {
    readonly merge?: string;
    readonly after: string;
    readonly files: { readonly base?: string; readonly live: string };
  }[];
  readonly notPulled: readonly string[];
  readonly next: readonly string[];
}

export function told({ value }: Pick<Ran, 'value'>): Told {
  return JSON.parse(JSON.stringify(value));
}
