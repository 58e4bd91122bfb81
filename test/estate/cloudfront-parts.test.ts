import { randomUUID } from 'node:crypto';
import { CloudFront } from '@aws-sdk/client-cloudfront';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import type { Made, Step, Target } from '../../src/lib/capture/restore.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import type { CaptureReader } from '../../src/lib/capture/store.ts';
import { service as functions } from '../../src/lib/estate/cloudfront-functions.ts';
import { service as keys } from '../../src/lib/estate/cloudfront-keys.ts';
import { service as policies } from '../../src/lib/estate/cloudfront-policies.ts';
import { service as stores } from '../../src/lib/estate/cloudfront-stores.ts';
import { KeyValues } from '../../src/lib/estate/cloudfront/key-values.ts';
import { captureOf, estateAt, newStore, resourceOf } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';

const DRILL = { drill: 'drill-7', nameOf: (_service: string, name: string) => `drill-7-${name}` };

let estate: Estate;
let cloudfront: CloudFront;

beforeEach(() => {
  estate = estateAt({ endpoint: inject('emulator') });
  cloudfront = estate.client(CloudFront);
});

async function captured(service: Service, name: string): Promise<CapturedResource> {
  return resourceOf(await captureOf([service], estate), name);
}

async function changes(service: Service, before: CapturedResource): Promise<readonly string[]> {
  const found: string[] = [];
  const after = await captured(service, before.entry.name);
  for await (const { file, path } of compareResources(before, after, service)) found.push(`${file}#${path}`);
  return found;
}

async function plan(service: Service, resource: CapturedResource, said: Partial<Target> = {}): Promise<Step> {
  const [step, ...others] = (await service.restore?.plan(resource, targetOf(said), estate)) ?? [];
  if (!step || others.length > 0) throw new Error('Expected one step.');
  return step;
}

async function apply(step: Step): Promise<Made> {
  if (!step.apply) throw new Error(`Nothing to apply: ${step.kind}, ${step.why}`);
  return step.apply(() => {});
}

async function text(resource: CapturedResource, file: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of resource.stream(file)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('functions', () => {
  const Name = 'rewrite';

  beforeEach(async () => {
    const FunctionConfig = { Comment: 'first', Runtime: 'cloudfront-js-2.0' } as const;
    const { ETag } = await cloudfront.createFunction({ Name, FunctionConfig, FunctionCode: Buffer.from('// one') });
    await cloudfront.publishFunction({ Name, IfMatch: ETag });
    await write('// two');
  });

  async function write(code: string): Promise<void> {
    const { ETag: IfMatch } = await cloudfront.describeFunction({ Name, Stage: 'DEVELOPMENT' });
    const FunctionConfig = { Comment: 'second', Runtime: 'cloudfront-js-2.0' } as const;
    await cloudfront.updateFunction({ Name, IfMatch, FunctionConfig, FunctionCode: Buffer.from(code) });
  }

  it('are captured with what is published and what is in work', async () => {
    const found = await captured(functions, Name);
    expect(await text(found, 'live.js')).toBe('// one');
    expect(await text(found, 'development.js')).toBe('// two');
    expect(await found.json('live.json')).toEqual({ Comment: 'first', Runtime: 'cloudfront-js-2.0' });
    expect(await changes(functions, found)).toEqual([]);
  });

  it('come back as they were, published and in work', async () => {
    const before = await captured(functions, Name);
    expect((await plan(functions, before)).kind).toBe('leave');
    await write('// three');
    const { ETag } = await cloudfront.describeFunction({ Name, Stage: 'DEVELOPMENT' });
    await cloudfront.publishFunction({ Name, IfMatch: ETag });
    const step = await plan(functions, before);
    expect(step.details).toContain('live.js: other code');
    await apply(step);
    expect(await changes(functions, before)).toEqual([]);
    expect((await plan(functions, before)).kind).toBe('leave');
    await write('// four');
    const late = await plan(functions, before);
    await write('// five');
    await expect(apply(late)).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
  });

  it('are copied in a drill, which takes away the copy alone', async () => {
    const before = await captured(functions, Name);
    const made = await apply(await plan(functions, before, DRILL));
    expect(made.resource.id).toBe('drill-7-rewrite');
    expect(Object.values(made.ids)).toContainEqual(expect.stringContaining(':function/drill-7-rewrite'));
    expect((await plan(functions, before, DRILL)).kind).toBe('leave');
    await functions.restore?.remove?.(made, estate);
    await functions.restore?.remove?.(made, estate);
    const { FunctionList } = await cloudfront.listFunctions({ Stage: 'DEVELOPMENT' });
    expect(FunctionList?.Items?.map((each) => each.Name)).toEqual([Name]);
  });
});

describe('policies and keys', () => {
  let id: string;

  beforeEach(async () => {
    const { CachePolicy } = await cloudfront.createCachePolicy({
      CachePolicyConfig: {
        Name: 'sites',
        MinTTL: 0,
        DefaultTTL: 300,
        MaxTTL: 600,
        ParametersInCacheKeyAndForwardedToOrigin: {
          EnableAcceptEncodingGzip: true,
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: { Quantity: 2, Items: ['X-B', 'X-A'] } },
          CookiesConfig: { CookieBehavior: 'none' },
          QueryStringsConfig: { QueryStringBehavior: 'none' },
        },
      },
    });
    id = CachePolicy?.Id ?? '';
  });

  async function change(DefaultTTL: number): Promise<void> {
    const { CachePolicyConfig, ETag } = await cloudfront.getCachePolicyConfig({ Id: id });
    const changed = { ...CachePolicyConfig, Name: 'sites', MinTTL: 0, DefaultTTL };
    await cloudfront.updateCachePolicy({ Id: id, IfMatch: ETag, CachePolicyConfig: changed });
  }

  it('are captured, those that AWS manages left out', async () => {
    const reader = await captureOf([policies], estate);
    expect(reader.metadata.resources.map(({ folder }) => folder)).toEqual(['cloudfront-policies/cache-policy-sites']);
    expect(await resourceOf(reader, 'sites').json('config.json')).toMatchObject({
      DefaultTTL: 300,
      ParametersInCacheKeyAndForwardedToOrigin: { HeadersConfig: { Headers: { Items: ['X-A', 'X-B'] } } },
    });
  });

  it('come back, also where they are gone, and lose no race', async () => {
    const before = await captured(policies, 'sites');
    await change(301);
    const step = await plan(policies, before);
    expect(step.details).toEqual(['config.json#DefaultTTL: 301 → 300']);
    await apply(step);
    expect(await changes(policies, before)).toEqual([]);
    await change(302);
    const late = await plan(policies, before);
    await change(303);
    await expect(apply(late)).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
    const { ETag } = await cloudfront.getCachePolicy({ Id: id });
    await cloudfront.deleteCachePolicy({ Id: id, IfMatch: ETag });
    const made = await apply(await plan(policies, before));
    const now = made.resource.id.replace('cache-policy/', '');
    expect(made.ids).toEqual({ [`cache-policy/${id}`]: made.resource.id, [id]: now });
    expect(await plan(policies, before)).toMatchObject({ kind: 'leave', made: { ids: made.ids } });
  });

  it('are copied in a drill, which takes away the copy alone', async () => {
    const before = await captured(policies, 'sites');
    const made = await apply(await plan(policies, before, DRILL));
    expect((await plan(policies, before, DRILL)).kind).toBe('leave');
    const foreign = { resource: { ...made.resource, id: `cache-policy/${id}` }, ids: {} };
    await expect(policies.restore?.remove?.(foreign, estate)).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
    const unknown = { resource: { ...made.resource, id: made.resource.name }, ids: {} };
    await policies.restore?.remove?.(unknown, estate);
    await policies.restore?.remove?.(unknown, estate);
    const { CachePolicyList } = await cloudfront.listCachePolicies({ Type: 'custom' });
    expect(CachePolicyList?.Items?.map(({ CachePolicy }) => CachePolicy?.Id)).toEqual([id]);
    expect(await changes(policies, before)).toEqual([]);
  });

  it('have groups that name their keys as these are called now', async () => {
    const PublicKeyConfig = { CallerReference: randomUUID(), Name: 'signing', EncodedKey: PUBLIC_KEY };
    const { PublicKey } = await cloudfront.createPublicKey({ PublicKeyConfig });
    const key = PublicKey?.Id ?? '';
    await cloudfront.createKeyGroup({ KeyGroupConfig: { Name: 'readers', Items: [key] } });
    const [group, first] = [await captured(policies, 'readers'), await captured(keys, 'signing')];
    expect(await first.json('config.json')).toMatchObject({ Name: 'signing', EncodedKey: PUBLIC_KEY });
    expect((await plan(keys, first)).kind).toBe('leave');
    const copy = await apply(await plan(keys, first, DRILL));
    const idOf = (word: string) => copy.ids[word] ?? word;
    const made = await apply(await plan(policies, group, { ...DRILL, idOf }));
    const { KeyGroupConfig } = await cloudfront.getKeyGroupConfig({ Id: made.resource.id.replace('key-group/', '') });
    expect(KeyGroupConfig).toMatchObject({ Name: 'drill-7-readers', Items: [copy.ids[key]] });
    await policies.restore?.remove?.(made, estate);
    await keys.restore?.remove?.(copy, estate);
    expect((await cloudfront.listPublicKeys({})).PublicKeyList?.Items?.map(({ Id }) => Id)).toEqual([key]);
  });
});

const PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo
-----END PUBLIC KEY-----
`;

describe('key-value stores', () => {
  let KvsARN: string;

  beforeEach(async () => {
    const { KeyValueStore } = await cloudfront.createKeyValueStore({ Name: 'flags', Comment: 'of the sites' });
    KvsARN = KeyValueStore?.ARN ?? '';
    for (let from = 0; from < 120; from += 40)
      await put(...Array.from({ length: 40 }, (_, index) => [`key/${from + index}`, `${from + index}`] as const));
    await put(['__proto__', 'ä "quoted"']);
  });

  async function put(...pairs: readonly (readonly [key: string, value: string])[]): Promise<void> {
    const { ETag: IfMatch } = await estate.client(KeyValues).describeKeyValueStore({ KvsARN });
    const Puts = pairs.map(([Key, Value]) => ({ Key, Value }));
    await estate.client(KeyValues).updateKeys({ KvsARN, IfMatch, Puts });
  }

  it('are captured with all pairs, which are not read again where nothing changed', async () => {
    const store = await newStore();
    const previous: CaptureReader = await captureOf([stores], estate, { store });
    const first = resourceOf(previous, 'flags');
    const values = JSON.parse(await text(first, 'values.json'));
    expect(Object.keys(values)).toHaveLength(121);
    expect(Object.entries(values)).toContainEqual(['__proto__', 'ä "quoted"']);
    const again = resourceOf(await captureOf([stores], estate, { store, previous }), 'flags');
    expect(again.entry.reused).toBe(first.file('values.json')?.bytes);
    await put(['key/1', 'changed']);
    const third = resourceOf(await captureOf([stores], estate, { store, previous }), 'flags');
    expect(third.entry.reused).toBe(0);
    expect(await text(third, 'values.json')).toContain('changed');
  });

  it('come back pair by pair, and lose no race', async () => {
    const before = await captured(stores, 'flags');
    expect((await plan(stores, before)).kind).toBe('leave');
    await put(['key/1', 'changed'], ['new', 'one']);
    const step = await plan(stores, before);
    expect(step.details).toEqual(['sets key/1', 'deletes new']);
    await apply(step);
    expect(await changes(stores, before)).toEqual([]);
    await put(['key/1', 'changed']);
    const late = await plan(stores, before);
    await put(['key/1', 'changed again']);
    await expect(apply(late)).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
  });

  it('are copied in a drill, which takes away the copy alone', async () => {
    const before = await captured(stores, 'flags');
    const made = await apply(await plan(stores, before, DRILL));
    expect(made.ids[KvsARN]).toContain('drill-7-flags');
    expect((await plan(stores, before, DRILL)).kind).toBe('leave');
    await stores.restore?.remove?.(made, estate);
    await stores.restore?.remove?.(made, estate);
    const { KeyValueStoreList } = await cloudfront.listKeyValueStores({});
    expect(KeyValueStoreList?.Items?.map(({ Name }) => Name)).toEqual(['flags']);
    expect(await changes(stores, before)).toEqual([]);
  });

  it('are asked at AWS under the account’s own host, signed for all regions', async () => {
    const asked: { readonly hostname: string; readonly headers: Readonly<Record<string, string>> }[] = [];
    const client = new KeyValues({
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
      maxAttempts: 1,
    });
    client.middlewareStack.add(
      () =>
        async ({ request }) => {
          const { hostname, headers } = Object.assign({ hostname: '', headers: {} }, request);
          asked.push({ hostname, headers });
          throw new Error('Nothing is asked here.');
        },
      { step: 'finalizeRequest', priority: 'low' },
    );
    const described = client.describeKeyValueStore({ KvsARN: 'arn:aws:cloudfront::123456789012:key-value-store/a-b' });
    await expect(described).rejects.toThrow('Nothing is asked here.');
    expect(asked[0]?.hostname).toBe('123456789012.cloudfront-kvs.global.api.aws');
    expect(asked[0]?.headers['authorization']).toMatch(/^AWS4-ECDSA-P256-SHA256 /);
  });
});
