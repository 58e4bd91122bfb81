import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import path from 'node:path';
import * as z from 'zod';
import {
  startAppsScript,
  type AppsScriptStandIn,
  type StandInProject,
} from '../../scripts/estate/stand-ins/apps-script.ts';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import { liveEstate } from '../../src/lib/aws/live-estate.ts';
import type { Change } from '../../src/lib/capture/change.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import { liveState } from '../../src/lib/capture/live-state.ts';
import type { Step, Target } from '../../src/lib/capture/restore.ts';
import type { CaptureReader } from '../../src/lib/capture/store.ts';
import { UNLIMITED } from '../../src/lib/capture/token-bucket.ts';
import { service } from '../../src/lib/estate/apps-script.ts';
import { captureOf, estateAt, resourceOf, SECRETS } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';

const FORM = 'form-project-0001';
const OTHER = 'other-project-0002';
const MANIFEST = { name: 'appsscript', type: 'JSON' as const, source: '{"timeZone":"Europe/Berlin"}' };

function form(): StandInProject {
  return {
    title: 'Booking form',
    files: [
      MANIFEST,
      { name: 'Code', type: 'SERVER_JS', source: 'function main() {}\n' },
      { name: 'pages/Form', type: 'HTML', source: '<p>ä</p>' },
    ],
    versions: Array.from({ length: 120 }, (_, index) => ({
      versionNumber: 120 - index,
      description: `v${120 - index}`,
    })),
    deployments: [
      { deploymentId: 'head' },
      { deploymentId: 'AKfycb-web', versionNumber: 3, description: 'live', web: true },
    ],
  };
}

const LISTED = z.object({ files: z.array(z.object({ path: z.string() })) });

let google: AppsScriptStandIn;
beforeEach(async () => {
  google = await startAppsScript({ [FORM]: form() });
});
afterEach(() => google.close());

function estateOf(...projects: readonly { id: string; name?: string }[]) {
  return estateAt({
    endpoint: inject('emulator'),
    standIns: { 'Apps Script': google.url },
    options: { 'apps-script': { projects } },
  });
}

const textOf = async (resource: CapturedResource, path: string) => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of resource.stream(path)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const changesOf = async (before: CapturedResource, after: CapturedResource) => {
  const changes: Change[] = [];
  for await (const change of compareResources(before, after, service)) changes.push(change);
  return changes;
};

const errorsOf = ({ metadata }: CaptureReader) => metadata.resources.map(({ error }) => error?.code);

describe('capturing Apps Script', () => {
  it('captures the files as themselves, and what a project is', async () => {
    const booking = resourceOf(await captureOf([service], estateOf({ id: FORM })), 'Booking form');
    expect(booking.entry.folder).toBe('gas-projects/Booking form');
    expect(await textOf(booking, 'Code.gs')).toBe('function main() {}\n');
    expect(await textOf(booking, 'pages/Form.html')).toBe('<p>ä</p>');
    expect(await textOf(booking, 'appsscript.json')).toBe(MANIFEST.source);
    const project = await booking.json('project.json');
    expect(project).toMatchObject({
      title: 'Booking form',
      files: [
        { name: 'appsscript', type: 'JSON', path: 'appsscript.json' },
        { name: 'Code', type: 'SERVER_JS', path: 'Code.gs' },
        { name: 'pages/Form', type: 'HTML', path: 'pages/Form.html' },
      ],
      deployments: [
        {
          deploymentId: 'AKfycb-web',
          versionNumber: 3,
          entryPoints: [{ webApp: { entryPointConfig: { access: 'ANYONE_ANONYMOUS' } } }],
        },
        { deploymentId: 'head' },
      ],
    });
    expect(project).toHaveProperty('versions.length', 120);
    expect(project).toHaveProperty('versions.0', { versionNumber: 1, description: 'v1' });
    expect(JSON.stringify(project)).not.toContain('Time');
  });

  it('finds what changed, and nothing where only times did', async () => {
    const estate = estateOf({ id: FORM });
    const before = resourceOf(await captureOf([service], estate), 'Booking form');
    const same = resourceOf(await captureOf([service], estate, { fetches: false }), 'Booking form');
    expect(await changesOf(before, same)).toEqual([]);
    google.projects.get(FORM)!.files[1]!.source = 'function main() { return 1; }\n';
    const after = resourceOf(await captureOf([service], estate), 'Booking form');
    const changes = await changesOf(before, after);
    expect(changes).toMatchObject([{ file: 'Code.gs', kind: 'changed' }]);
  });

  it('gives projects of one title folders of their own', async () => {
    google.projects.set(OTHER, form());
    const { metadata } = await captureOf([service], estateOf({ id: FORM }, { id: OTHER }));
    expect(metadata.resources.map(({ folder }) => folder)).toEqual([
      'gas-projects/Booking form (form-project-0001)',
      'gas-projects/Booking form (other-project-0002)',
    ]);
  });

  it('keeps hostile names within the folder of the project, each file by itself', async () => {
    const names = ['../../up', '/root', 'code', 'Code', 'a\\b', 'con:1', '..', 'x'.repeat(300)];
    const files = names.map((name) => ({ name, type: 'SERVER_JS' as const, source: name }));
    google.projects.set(FORM, {
      title: '../../etc/x',
      files: [...files, { name: 'project', type: 'JSON', source: 'none of ours' }, MANIFEST],
    });
    const reader = await captureOf([service], estateOf({ id: FORM }));
    const project = resourceOf(reader, '../../etc/x');
    const { files: listed } = LISTED.parse(await project.json('project.json'));
    expect(await Promise.all(listed.map(({ path }) => textOf(project, path)))).toEqual([
      ...names,
      'none of ours',
      MANIFEST.source,
    ]);
    for (const { path } of project.entry.files) {
      expect(path).toMatch(/^gas-projects\/[^/]+\/.+/);
      expect(path.split('/')).not.toContain('..');
    }
  });

  it('names the project that does not exist, and captures the others', async () => {
    const reader = await captureOf([service], estateOf({ id: 'no-such-project' }, { id: FORM }));
    expect(reader.metadata.status).toBe('incomplete');
    expect(errorsOf(reader)).toEqual(['ESTATE.MISSING', undefined]);
    expect(JSON.stringify(reader.metadata.resources[0]?.error)).toContain('no-such-project');
  });

  it('says what to grant where it is not allowed', async () => {
    google.projects.get(FORM)!.denied = true;
    const reader = await captureOf([service], estateOf({ id: FORM }));
    expect(reader.metadata.resources[0]?.error).toMatchObject({
      code: 'ESTATE.DENIED',
      message: 'It could not be listed: Apps Script answered 403: The caller does not have permission',
      hint: expect.stringContaining('script.projects.readonly'),
    });
  });

  it('waits where Google is busy', async () => {
    google.busy = 2;
    expect(errorsOf(await captureOf([service], estateOf({ id: FORM })))).toEqual([undefined]);
  });

  it('tells a project that was deleted meanwhile', async () => {
    const estate = estateOf({ id: FORM });
    const resource = {
      service: 'apps-script',
      id: 'gone-project-1',
      name: 'Gone',
      region: 'global',
      folder: 'gas-projects/Gone',
    };
    expect(await liveState(service, resource, SECRETS, estate)).toBeUndefined();
  });

  it('captures nothing where no project is named, and asks nobody', async () => {
    const { metadata } = await captureOf([service], estateOf());
    expect(metadata.resources).toEqual([]);
    expect(google.asked).toEqual([]);
  });

  it('never asks Google for an estate on this machine', async () => {
    const estate = estateAt({ endpoint: inject('emulator'), options: { 'apps-script': { projects: [{ id: FORM }] } } });
    expect(errorsOf(await captureOf([service], estate))).toEqual(['ESTATE.ELSEWHERE']);
  });
});

describe('signing in at Google', () => {
  it.each(['/nowhere/google.json', path.resolve('package.json')])(
    'says how where %s holds none',
    async (credentials) => {
      const options = { 'apps-script': { projects: [{ id: FORM }], credentials } };
      const estate = liveEstate({ account: '123456789012', regions: ['us-east-1'], options, limits: UNLIMITED });
      await expect(service.list(estate)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
        code: 'ESTATE.DENIED',
        hint: expect.stringContaining('gcloud auth application-default login --scopes='),
      });
    },
  );
});

describe('restoring Apps Script', () => {
  const planOf = async (captured: CapturedResource, said: Partial<Target> = {}) =>
    (await service.restore?.plan(captured, targetOf(said), estateOf({ id: FORM }))) ?? [];
  const applied = async (steps: readonly Step[]) => {
    const made = [];
    for (const { apply } of steps) made.push(await apply?.(() => {}));
    return made;
  };
  const captured = async () => resourceOf(await captureOf([service], estateOf({ id: FORM })), 'Booking form');

  it('leaves what is as it was', async () => {
    expect(await planOf(await captured())).toEqual([{ kind: 'leave', what: 'Apps Script project Booking form' }]);
  });

  it('puts all files back at once, and twice does no more', async () => {
    const before = await captured();
    const live = google.projects.get(FORM)!;
    live.files = [
      MANIFEST,
      { name: 'Code', type: 'SERVER_JS', source: 'broken' },
      { name: 'New', type: 'HTML', source: '' },
    ];
    const plan = await planOf(before);
    expect(plan).toMatchObject([
      { kind: 'change', details: ['~ Code.gs: 6 → 19 characters', '- New.html', '+ pages/Form.html'] },
    ]);
    await applied(plan);
    expect(live.files).toEqual(form().files);
    google.asked.length = 0;
    await applied(plan);
    expect(google.asked).toEqual([`GET /v1/projects/${FORM}/content`]);
    expect(await planOf(before)).toMatchObject([{ kind: 'leave' }]);
  });

  it('puts the order of files back', async () => {
    const before = await captured();
    google.projects.get(FORM)!.files.reverse();
    const plan = await planOf(before);
    expect(plan).toMatchObject([{ kind: 'change', details: ['~ the order of its files'] }]);
    await applied(plan);
    expect(google.projects.get(FORM)!.files).toEqual(form().files);
  });

  it('does not undo what somebody saved since the plan', async () => {
    const before = await captured();
    const live = google.projects.get(FORM)!;
    live.files = [MANIFEST];
    const plan = await planOf(before);
    live.files = [MANIFEST, { name: 'Saved', type: 'SERVER_JS', source: 'meanwhile' }];
    await expect(applied(plan)).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
    expect(live.files).toHaveLength(2);
  });

  it('makes a project anew where it is gone, and maps its id', async () => {
    const before = await captured();
    google.projects.delete(FORM);
    const plan = await planOf(before);
    expect(plan).toMatchObject([{ kind: 'create', details: expect.arrayContaining(['+ Code.gs']) }]);
    const [made] = await applied(plan);
    const id = made?.resource.id ?? '';
    expect(made?.ids).toEqual({ [FORM]: id });
    expect(google.projects.get(id)).toMatchObject({ title: 'Booking form', files: form().files });
    expect(await planOf(before, { idOf: (known) => (known === FORM ? id : known) })).toMatchObject([{ kind: 'leave' }]);
  });

  it('makes a second project where it is renamed, and leaves the first alone', async () => {
    const before = await captured();
    const live = google.projects.get(FORM)!;
    live.files = [MANIFEST];
    const [made] = await applied(await planOf(before, { nameOf: () => 'Booking form, a copy' }));
    expect(google.projects.get(made?.resource.id ?? '')).toMatchObject({
      title: 'Booking form, a copy',
      files: form().files,
    });
    expect(live.files).toEqual([MANIFEST]);
  });

  it('says why no drill is made', () => {
    expect(service.restore).toEqual(expect.objectContaining({ whyNoDrill: expect.stringContaining('cannot delete') }));
    expect(service.restore).not.toHaveProperty('remove');
  });
});
