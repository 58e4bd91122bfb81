import { describe } from 'vitest';
import { manualClock } from '../fakes/clock.ts';
import { historiesModel } from '../fakes/histories-model.ts';
import { releasesModel } from '../fakes/releases-model.ts';
import { s3Model } from '../fakes/s3-model.ts';
import { snapshotModel } from '../fakes/snapshot-model.ts';
import { tableModel } from '../fakes/table-model.ts';
import { viewSecretModel } from '../fakes/view-secret-model.ts';
import { bucketContract } from './bucket-contract.ts';
import { historiesContract } from './histories-contract.ts';
import { registryContract } from './registry-contract.ts';
import { releasesContract } from './releases-contract.ts';
import { snapshotsContract } from './snapshots-contract.ts';
import { tokenImportContract } from './token-import-contract.ts';
import { viewSecretContract } from './view-secret-contract.ts';
import { emptyWorld, fakeOperator } from '../cli/fake-operator.ts';

describe('the model of a bucket', () => {
  bucketContract(async (mode) => {
    const { bucket, raw, setMode } = s3Model({ mode, clock: manualClock().now, pageSize: 25 });
    return {
      bucket,
      upload: async (key, body, headers, storedAs) => void raw.upload(key, body, headers, storedAs),
      remove: async (key) => void raw.remove(key),
      removePermanently: async (key, versionId) => raw.removePermanently(key, versionId),
      setMode: async (to) => setMode(to),
    };
  });
});

describe('the model of the table', () => {
  registryContract(async () => {
    const { registry, links, sites, deploys, putSite } = tableModel();
    return { registry, links, sites, ...deploys, putSite: async (record) => putSite(record) };
  });
});

describe('the model of the secret of view links', () => {
  viewSecretContract(async () => {
    const held = viewSecretModel();
    return (random) => held(random);
  });
});

describe('the model of the snapshot store', () => {
  snapshotsContract(async () => snapshotModel().snapshots);
});

describe('the model of what is remembered of pages', () => {
  historiesContract(async () => historiesModel().histories);
});

describe('the model of what a person at a terminal writes of tokens', () => {
  tokenImportContract(async (tokens) => {
    const world = emptyWorld();
    world.tokens.push(...tokens);
    return fakeOperator(world).operations;
  });
});

describe('the model of release records', () => {
  releasesContract(async () => releasesModel().releases);
});
