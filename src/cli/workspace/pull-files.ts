import pMap from 'p-map';
import type { Site } from '../../lib/site/site.ts';
import { sha256 } from '../../lib/site/version.ts';
import { counted } from '../printable.ts';
import type { Meant } from './meant.ts';
import { copyOf, pullFile, type LookDeps, type PulledFile, type Step } from './pull-file.ts';

/** Pages whose bytes are held at once, and how many are read at the same time. */
const AT_ONCE = 16;

/** How files are pulled. */
export interface PullChoice {
  readonly force: boolean;
  /** Look only. */
  readonly dryRun: boolean;
}

/** Pulls files, some at a time; each batch is written together with its bases. */
export async function pullFiles(
  site: Site,
  meant: readonly Meant[],
  { force, dryRun }: PullChoice,
  deps: LookDeps & { readonly progress: (text: string) => void },
): Promise<readonly PulledFile[]> {
  const all: PulledFile[] = [];
  const bases = await deps.workspace.bases();
  for (let from = 0; from < meant.length; from += AT_ONCE) {
    const some = meant.slice(from, from + AT_ONCE);
    const look = (each: Meant) => pullFile(site, each, bases.get(each.path), force, deps);
    const steps = await pMap(some, look, { concurrency: AT_ONCE });
    all.push(...(dryRun ? steps.map(({ file }) => file) : await carriedOut(site, steps, deps)));
    deps.progress(`looked at ${all.length} of ${counted(meant.length, 'file')}`);
  }
  return all;
}

/** Copies first, then the files with their bases: what is half done is finished by the next pull. */
async function carriedOut(site: Site, steps: readonly Step[], deps: LookDeps): Promise<PulledFile[]> {
  const { workspace, now } = deps;
  const files = await Promise.all(steps.map((step) => withCopies(site, step, { workspace, now })));
  const places = steps.flatMap(({ place }) => (place ? [place] : []));
  const placements = places.length > 0 ? await workspace.place(places) : [];
  const became = new Map(places.map(({ path }, index) => [path, placements[index]]));
  return files.map((file) => {
    const placement = became.get(file.path);
    if (placement?.kind === 'failed') return { ...file, did: 'failed', says: placement.says };
    if (placement?.kind === 'changed') return { ...file, did: 'failed', says: 'It was changed meanwhile: pull again.' };
    return file;
  });
}

async function withCopies(
  site: Site,
  { file, baseBytes, replaced, place }: Step,
  { workspace, now }: Pick<LookDeps, 'workspace' | 'now'>,
): Promise<PulledFile> {
  if (baseBytes && file.kind === 'page' && place?.base?.sha256 === sha256(baseBytes)) {
    const kept = await workspace.kept(copyOf(site, file));
    if (!kept || sha256(kept) !== place.base.sha256) await workspace.keep(copyOf(site, file), baseBytes);
  }
  if (!replaced) return file;
  const time = now().toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const name = `replaced/${site.name}/${time}Z-${sha256(replaced).slice(0, 8)}/${file.path}`;
  return { ...file, copy: await workspace.keep(name, replaced) };
}
