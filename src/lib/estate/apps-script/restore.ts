import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Estate } from '../../capture/estate.ts';
import type { Made, Restorer, Step } from '../../capture/restore.ts';
import { HoldfastError } from '../../errors.ts';
import { appsScript } from './api.ts';
import { fileNameOf, type Content, type ScriptFile } from './shapes.ts';

/** What a restore reads of `project.json`. */
const CAPTURED = z.object({
  title: z.string(),
  parentId: z.string().optional(),
  files: z.array(z.object({ name: z.string(), type: z.enum(['SERVER_JS', 'HTML', 'JSON']), path: z.string() })),
});

const NOT_BACK = [
  'it gets another id: whatever calls it by the old one must be told',
  'triggers, script properties, versions and deployments do not come back: make them again in the editor',
];

/** Projects come back as files at HEAD, all of them at once: the API has no other way. */
export const restore: Restorer = {
  after: [],
  whyNoDrill:
    'The Apps Script API can make a project and cannot delete one: each drill would leave one behind. `restore-estate --rename` makes one to look at.',
  async plan(captured, to, estate) {
    const { entry } = captured;
    const { title, parentId } = CAPTURED.parse(await captured.json('project.json'));
    const name = to.nameOf(entry.service, entry.name);
    const id = to.idOf(entry.id);
    const copied = name !== entry.name && id === entry.id;
    const live = copied ? undefined : await appsScript(estate, 'read').content(id);
    const wanted = await filesOf(captured);
    const what = `Apps Script project ${name}`;
    if (!live) {
      const details = [...wanted.map((file) => `+ ${fileNameOf(file)}`), ...NOT_BACK];
      const heading = name === entry.name ? title : name;
      return [
        {
          kind: 'create',
          what,
          details,
          apply: (report) => create(captured, { name, heading, parentId }, estate, report),
        },
      ];
    }
    const details = differences(live.files, wanted);
    if (details.length === 0) return [{ kind: 'leave', what }];
    const step: Step = {
      kind: 'change',
      what: `${what}: its files at HEAD`,
      details,
      apply: (report) => change(captured, { name, id, planned: live }, estate, report),
    };
    return [step];
  },
};

type Report = Parameters<NonNullable<Step['apply']>>[0];

async function create(
  captured: CapturedResource,
  { name, heading, parentId }: { name: string; heading: string; parentId: string | undefined },
  estate: Estate,
  report: Report,
): Promise<Made> {
  const files = await filesOf(captured);
  const api = appsScript(estate, 'write');
  const { scriptId } = await api.create(heading, parentId);
  await api.update(scriptId, files);
  report({ objects: files.length, bytes: sizeOf(files) });
  return made(captured, scriptId, name);
}

async function change(
  captured: CapturedResource,
  { name, id, planned }: { name: string; id: string; planned: Content },
  estate: Estate,
  report: Report,
): Promise<Made> {
  const files = await filesOf(captured);
  const api = appsScript(estate, 'write');
  const live = await api.content(id);
  // The API takes no condition: between this look and the update, a save in the editor would be lost.
  if (!live || (differences(planned.files, live.files).length > 0 && differences(live.files, files).length > 0))
    throw new HoldfastError('RESTORE.MOVED', `The Apps Script project ${name} changed since the plan was made.`, {
      hint: 'Run it again: the plan shows what is live now.',
    });
  if (differences(live.files, files).length > 0) await api.update(id, files);
  report({ objects: files.length, bytes: sizeOf(files) });
  return made(captured, id, name);
}

function made({ entry }: CapturedResource, id: string, name: string): Made {
  const { service, region, folder } = entry;
  return { resource: { service, id, name, region, folder }, ids: id === entry.id ? {} : { [entry.id]: id } };
}

/** The files of a captured project, in their order: it is the order that they are run in. */
async function filesOf(captured: CapturedResource): Promise<readonly ScriptFile[]> {
  const { files } = CAPTURED.parse(await captured.json('project.json'));
  const found: ScriptFile[] = [];
  for (const { name, type, path } of files) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of captured.stream(path)) chunks.push(chunk);
    found.push({ name, type, source: Buffer.concat(chunks).toString() });
  }
  return found;
}

function differences(from: readonly ScriptFile[], to: readonly ScriptFile[]): readonly string[] {
  const [before, after] = [from, to].map((files) => new Map(files.map((file) => [fileNameOf(file), file.source])));
  const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].toSorted();
  const changed = names.flatMap((name) => {
    const [left, right] = [before?.get(name), after?.get(name)];
    if (left === right) return [];
    if (left === undefined) return [`+ ${name}`];
    return right === undefined ? [`- ${name}`] : [`~ ${name}: ${left.length} → ${right.length} characters`];
  });
  const order = (files: readonly ScriptFile[]) => files.map(fileNameOf).join('\n');
  return changed.length === 0 && order(from) !== order(to) ? ['~ the order of its files'] : changed;
}

function sizeOf(files: readonly ScriptFile[]): number {
  return files.reduce((sum, { source }) => sum + Buffer.byteLength(source), 0);
}
