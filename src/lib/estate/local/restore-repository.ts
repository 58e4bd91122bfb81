import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { isSecretReference } from '../../capture/secrets.ts';
import { shellWord } from '../../capture/shell.ts';
import { BUNDLE, STATE, UNCOMMITTED } from './repository.ts';

const CAPTURED = z.object({
  bare: z.boolean(),
  head: z.union([z.object({ branch: z.string() }), z.object({ commit: z.string().regex(/^[0-9a-f]{40,64}$/) })]),
  refs: z.record(z.string(), z.string()),
  remotes: z.record(z.string(), z.record(z.string(), z.array(z.unknown()))),
});

/**
 * Commands that bring a repository back: anew where there is none, else its refs beside those that are there, below
 * `refs/holdfast/<capture>`.
 */
export async function repositoryCommands(
  captured: CapturedResource,
  { at, capture, there }: { at: string; capture: string; there: boolean },
): Promise<readonly string[]> {
  const { bare, head, refs, remotes } = CAPTURED.parse(await captured.json(STATE));
  const file = captured.file(BUNDLE);
  const [folder, bundle] = [shellWord(at), file && `"$PWD"/${shellWord(`${capture}/${file.path}`)}`];
  if (there) {
    if (!bundle) return [];
    const beside = shellWord(`refs/*:refs/holdfast/${capture}/*`);
    return [
      `git -C ${folder} fetch ${bundle} ${beside}`,
      `git -C ${folder} for-each-ref ${shellWord(`refs/holdfast/${capture}`)}`,
    ];
  }
  const branch = 'branch' in head ? head.branch : undefined;
  // The new repository begins on a branch of its own, as git fetches into none that is checked out.
  const made = [
    `test ! -e ${folder} && git init --quiet${bare ? ' --bare' : ''} --initial-branch=holdfast-restoring ${folder}`,
  ];
  const fetched = bundle === undefined ? [] : [`git -C ${folder} fetch --quiet ${bundle} 'refs/*:refs/*'`];
  const born = branch === undefined || branch in refs;
  const commit = 'commit' in head ? head.commit : '';
  const onto =
    branch === undefined
      ? `git -C ${folder} update-ref --no-deref HEAD ${commit}`
      : `git -C ${folder} symbolic-ref HEAD ${shellWord(branch)}`;
  const filled = !bare && born ? [`git -C ${folder} reset --quiet --hard`] : [];
  const changed = !(UNCOMMITTED in refs)
    ? []
    : [
        born
          ? `git -C ${folder} stash apply --index ${UNCOMMITTED}`
          : `git -C ${folder} checkout --quiet ${UNCOMMITTED} -- .`,
      ];
  const known = Object.entries(remotes).flatMap(([name, settings]) =>
    Object.entries(settings).flatMap(([key, values]) =>
      values.map((value) =>
        isSecretReference(value)
          ? `# ${shellWord(`remote.${name}.${key}`)} has credentials: set it yourself, from ${shellWord(value.ref)}`.replaceAll(
              /\s/g,
              ' ',
            )
          : `git -C ${folder} config --add ${shellWord(`remote.${name}.${key}`)} ${shellWord(String(value))}`,
      ),
    ),
  );
  return [...made, ...fetched, onto, ...filled, ...changed, ...known];
}
