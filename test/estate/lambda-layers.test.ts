import { Lambda } from '@aws-sdk/client-lambda';
import { expect, inject, it } from 'vitest';
import { service } from '../../src/lib/estate/lambda-layers.ts';
import { captureOf, estateAt, newStore, ownAccount, resourceOf } from '../capture/run-capture.ts';
import { changesOf } from './changes-of.ts';
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
