import { Lambda } from '@aws-sdk/client-lambda';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/lambda-layers.ts';
import { captureOf, estateAt, newStore, ownAccount, resourceOf } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';
import { changesOf } from './changes-of.ts';
import { restored } from './restored.ts';
import { zipOf } from './zip-of.ts';

const estate = estateAt({ endpoint: inject('emulator'), account: ownAccount() });
const lambda = estate.client(Lambda);

it('captures all versions of a layer with their content, and takes over what is the same', async () => {
  const LayerName = 'common';
  for (const text of ['one', 'two'])
    await lambda.publishLayerVersion({
      LayerName,
      Description: text,
      CompatibleRuntimes: ['nodejs22.x'],
      Content: { ZipFile: await zipOf({ 'nodejs/common.mjs': text }) },
    });
  await lambda.addLayerVersionPermission({
    LayerName,
    VersionNumber: 2,
    StatementId: 'partner',
    Action: 'lambda:GetLayerVersion',
    Principal: '111122223333',
  });
  const store = await newStore();
  const previous = await captureOf([service], estate, { store });
  const before = resourceOf(previous, LayerName);
  expect(await before.json('config.json')).toMatchObject({
    LayerName,
    Versions: {
      1: { Description: 'one', CompatibleRuntimes: ['nodejs22.x'] },
      2: { Description: 'two', Policy: [{ Sid: 'partner', Action: 'lambda:GetLayerVersion' }] },
    },
  });
  expect(before.entry.files.map(({ path }) => path)).toContain('lambda-layers/common/2/layer.zip');
  const after = resourceOf(await captureOf([service], estate, { store, previous }), LayerName);
  expect(after.entry).toMatchObject({ sha256: before.entry.sha256, objects: 2 });
  expect(after.entry.reused).toBeGreaterThan(0);
  expect(await changesOf(service, before, after)).toEqual([]);
});

it('publishes the versions again that are missing', async () => {
  const LayerName = 'fonts';
  const publish = async (text: string) =>
    lambda.publishLayerVersion({ LayerName, Content: { ZipFile: await zipOf({ 'fonts/a.txt': text }) } });
  await publish('one');
  await publish('two');
  await lambda.addLayerVersionPermission({
    LayerName,
    VersionNumber: 1,
    StatementId: 'partner',
    Action: 'lambda:GetLayerVersion',
    Principal: '111122223333',
  });
  const before = resourceOf(await captureOf([service], estate), LayerName);
  await lambda.deleteLayerVersion({ LayerName, VersionNumber: 1 });
  const { first, made, left } = await restored(service, before, targetOf(), estate);
  expect(first).toMatchObject([{ kind: 'create', what: 'layer fonts: version 1' }]);
  expect(left).toMatchObject([{ kind: 'leave' }]);
  const arn = `arn:aws:lambda:us-east-1:${estate.account}:layer:fonts`;
  expect(made?.ids).toMatchObject({ [`${arn}:1`]: `${arn}:3` });
  const after = resourceOf(await captureOf([service], estate), LayerName);
  const { Versions } = Object(await before.json('config.json'));
  expect(await after.json('config.json')).toMatchObject({ Versions: { 2: Versions[2], 3: Versions[1] } });
});

it('lets those use a version again that could, also where a kill came before it was said', async () => {
  const LayerName = 'icons';
  const of = { LayerName, VersionNumber: 1 };
  await lambda.publishLayerVersion({ LayerName, Content: { ZipFile: await zipOf({ 'a.txt': 'icons' }) } });
  await lambda.addLayerVersionPermission({
    ...of,
    StatementId: 'partner',
    Action: 'lambda:GetLayerVersion',
    Principal: '111122223333',
  });
  const before = resourceOf(await captureOf([service], estate), LayerName);
  await lambda.removeLayerVersionPermission({ ...of, StatementId: 'partner' });
  const { first, left } = await restored(service, before, targetOf(), estate);
  expect(first).toMatchObject([{ kind: 'change', what: 'layer icons: who may use version 1', details: ['+ partner'] }]);
  expect(left).toMatchObject([{ kind: 'leave' }]);
  const after = resourceOf(await captureOf([service], estate), LayerName);
  expect(await changesOf(service, before, after)).toEqual([]);
});

it('makes a copy in a drill, and takes it away again', async () => {
  const before = resourceOf(await captureOf([service], estate), 'common');
  const to = targetOf({ drill: 'drill-1', nameOf: (_, name) => `drill-1-${name}` });
  const { made } = await restored(service, before, to, estate);
  const listed = async () => (await lambda.listLayers({})).Layers?.map((each) => each.LayerName);
  expect(await listed()).toContain('drill-1-common');
  await service.restore?.remove?.(made!, estate);
  expect(await listed()).not.toContain('drill-1-common');
});
