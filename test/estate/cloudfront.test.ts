import { CloudFront, type DistributionConfig } from '@aws-sdk/client-cloudfront';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import { whyDiffers } from '../../src/lib/capture/drill-differs.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import { liveState } from '../../src/lib/capture/live-state.ts';
import { mappedResource } from '../../src/lib/capture/mapped-resource.ts';
import type { Made, Step, Target } from '../../src/lib/capture/restore.ts';
import { service } from '../../src/lib/estate/cloudfront.ts';
import { captureOf, estateAt, resourceOf, SECRETS } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';

const CANARY = 'canary-origin-header-4711';
const SEEN = z.object({ arn: z.string(), domainName: z.string() });

let estate: Estate;
let cloudfront: CloudFront;
let id: string;

beforeEach(async () => {
  estate = estateAt({ endpoint: inject('emulator') });
  cloudfront = estate.client(CloudFront);
  id = await newDistribution(config());
});

async function newDistribution(DistributionConfig: DistributionConfig): Promise<string> {
  const Tags = { Items: [{ Key: 'site', Value: 'booking' }] };
  const DistributionConfigWithTags = { DistributionConfig, Tags };
  const { Distribution } = await cloudfront.createDistributionWithTags({ DistributionConfigWithTags });
  return Distribution?.Id ?? '';
}

function config(changed: Partial<DistributionConfig> = {}): DistributionConfig {
  return {
    CallerReference: `${Math.random()}`,
    Comment: 'booking',
    Enabled: true,
    Aliases: { Quantity: 2, Items: ['www.example.com', 'example.com'] },
    Origins: {
      Quantity: 2,
      Items: [
        {
          Id: 'site',
          DomainName: 'site.s3.us-east-1.amazonaws.com',
          S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E2OLD' },
        },
        {
          Id: 'api',
          DomainName: 'api.example.com',
          CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'X-Key', HeaderValue: CANARY }] },
          CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only' },
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: 'site',
      ViewerProtocolPolicy: 'redirect-to-https',
      CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
    },
    CacheBehaviors: {
      Quantity: 2,
      Items: ['/z/*', '/a/*'].map((PathPattern) => ({
        PathPattern,
        TargetOriginId: 'api',
        ViewerProtocolPolicy: 'https-only',
        CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
      })),
    },
    ViewerCertificate: { ACMCertificateArn: 'arn:aws:acm:us-east-1:1:certificate/a', SSLSupportMethod: 'sni-only' },
    ...changed,
  };
}

async function captured(): Promise<CapturedResource> {
  return resourceOf(await captureOf([service], estate), id);
}

async function changes(before: CapturedResource, after: CapturedResource): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { file, path } of compareResources(before, after, service)) found.push(`${file}#${path}`);
  return found;
}

async function plan(distribution: CapturedResource, said: Partial<Target> = {}): Promise<Step> {
  const [step, ...others] = (await service.restore?.plan(distribution, targetOf(said), estate)) ?? [];
  if (!step || others.length > 0) throw new Error('Expected one step.');
  return step;
}

async function apply(step: Step): Promise<Made> {
  if (!step.apply) throw new Error(`Nothing to apply: ${step.kind}, ${step.why}`);
  return step.apply(() => {});
}

async function update(change: (config: DistributionConfig) => DistributionConfig): Promise<void> {
  const { DistributionConfig, ETag } = await cloudfront.getDistributionConfig({ Id: id });
  if (!DistributionConfig) throw new Error('It is gone.');
  await cloudfront.updateDistribution({ Id: id, IfMatch: ETag, DistributionConfig: change(DistributionConfig) });
}

async function remove(): Promise<void> {
  await update((now) => ({ ...now, Enabled: false }));
  const { ETag } = await cloudfront.getDistribution({ Id: id });
  await cloudfront.deleteDistribution({ Id: id, IfMatch: ETag });
}

describe('capturing a distribution', () => {
  it('has the whole configuration, with lists sorted whose order means nothing, and no header value', async () => {
    const distribution = await captured();
    const document = await distribution.json('config.json');
    expect(document).toMatchObject({
      Comment: 'booking',
      Aliases: { Items: ['example.com', 'www.example.com'] },
      CacheBehaviors: { Items: [{ PathPattern: '/z/*' }, { PathPattern: '/a/*' }] },
      Origins: {
        Items: [
          {
            Id: 'api',
            CustomHeaders: {
              Items: [{ HeaderName: 'X-Key', HeaderValue: { ref: `cloudfront/${id}/origin/api/header/X-Key` } }],
            },
          },
          { Id: 'site' },
        ],
      },
    });
    expect(document).not.toHaveProperty('CallerReference');
    for (const { path } of distribution.entry.files)
      expect(JSON.stringify(await distribution.json(path.slice(distribution.entry.folder.length + 1)))).not.toContain(
        CANARY,
      );
    expect(await distribution.json('tags.json')).toEqual({ site: 'booking' });
    expect(await distribution.json('monitoring.json')).toEqual({ additionalMetrics: 'Disabled' });
    expect(await distribution.json('observed.json')).toMatchObject({ id, status: 'Deployed' });
  });

  it('is the same twice and after an update that changes nothing, and tells what changed', async () => {
    const before = await captured();
    await update((now) => ({ ...now, Aliases: { Quantity: 2, Items: ['example.com', 'www.example.com'] } }));
    expect(await changes(before, await captured())).toEqual([]);
    await update((now) => ({ ...now, PriceClass: 'PriceClass_100' }));
    expect(await changes(before, await captured())).toEqual(['config.json#PriceClass']);
  });
});

describe('restoring a distribution', () => {
  it('leaves what is as captured', async () => {
    expect(await plan(await captured())).toMatchObject({ kind: 'leave', made: { resource: { id }, ids: {} } });
  });

  it('brings back configuration, tags and metrics, and keeps the secret that is live', async () => {
    const before = await captured();
    await update((now) => ({ ...now, Comment: 'changed', CacheBehaviors: { Quantity: 0 } }));
    const { arn } = SEEN.parse(await before.json('observed.json'));
    await cloudfront.tagResource({ Resource: arn, Tags: { Items: [{ Key: 'other', Value: '1' }] } });
    await cloudfront.createMonitoringSubscription({
      DistributionId: id,
      MonitoringSubscription: { RealtimeMetricsSubscriptionConfig: { RealtimeMetricsSubscriptionStatus: 'Enabled' } },
    });
    const step = await plan(before);
    expect(step).toMatchObject({ kind: 'change', what: `distribution ${id}` });
    expect(step.details).toContain('config.json#Comment: "changed" → "booking"');
    expect(step.details).toContain('no tag other');
    expect(step.details).toContain('additional metrics: Disabled');
    await apply(step);
    expect(await changes(before, await captured())).toEqual([]);
    expect((await plan(before)).kind).toBe('leave');
    await apply(step);
    const { DistributionConfig } = await cloudfront.getDistributionConfig({ Id: id });
    expect(JSON.stringify(DistributionConfig)).toContain(CANARY);
  });

  it('does nothing where it was changed since it was planned', async () => {
    const before = await captured();
    await update((now) => ({ ...now, Comment: 'changed' }));
    const step = await plan(before);
    await update((now) => ({ ...now, Comment: 'changed again' }));
    await expect(apply(step)).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
    const { DistributionConfig } = await cloudfront.getDistributionConfig({ Id: id });
    expect(DistributionConfig?.Comment).toBe('changed again');
  });

  it('asks for a secret that nobody knows any more, by its name', async () => {
    const before = await captured();
    await update((now) => ({
      ...now,
      Origins: config().Origins && { Quantity: 1, Items: [config().Origins!.Items![0]!] },
    }));
    const step = await plan(before);
    expect(step).toMatchObject({ kind: 'impossible' });
    expect(step.why).toContain(`cloudfront/${id}/origin/api/header/X-Key`);
    expect(step.why).toContain('--secrets-file');
    const given = await plan(before, { secret: async () => 'from the file' });
    await apply(given);
    const { DistributionConfig } = await cloudfront.getDistributionConfig({ Id: id });
    expect(JSON.stringify(DistributionConfig)).toContain('from the file');
    expect(JSON.stringify(given.details)).not.toContain('from the file');
  });

  it('makes one that is gone anew, with ids as they are now, and tells how it is called', async () => {
    const before = await captured();
    const { arn, domainName } = SEEN.parse(await before.json('observed.json'));
    await remove();
    expect((await plan(before)).kind).toBe('impossible');
    const said = {
      idOf: (word: string) => ({ E2OLD: 'E2NEW', site: 'site-restored' })[word] ?? word,
      secret: async () => CANARY,
    };
    const step = await plan(before, said);
    expect(step.kind).toBe('create');
    const made = await apply(step);
    const again = await apply(step);
    expect(again.resource.id).toBe(made.resource.id);
    expect(made.ids).toEqual({
      [id]: made.resource.id,
      [arn]: expect.stringContaining(made.resource.id),
      [domainName]: expect.stringContaining('.cloudfront.net'),
    });
    const { DistributionConfig } = await cloudfront.getDistributionConfig({ Id: made.resource.id });
    expect(DistributionConfig?.Origins?.Items?.find(({ Id }) => Id === 'site')).toMatchObject({
      DomainName: 'site-restored.s3.us-east-1.amazonaws.com',
      S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E2NEW' },
    });
    const known = { ...said, idOf: (word: string) => made.ids[word] ?? said.idOf(word) };
    expect((await plan(before, known)).kind).toBe('leave');
  });

  it('says who has a name that it needs', async () => {
    const before = await captured();
    await remove();
    const other = await newDistribution(config());
    const step = await plan(before, { secret: async () => CANARY });
    expect(step.kind).toBe('impossible');
    expect(step.why).toContain(other);
    expect(step.why).toMatch(/example\.com/);
  });
});

describe('a drill', () => {
  const drill = { drill: 'drill-7', nameOf: (_service: string, name: string) => `drill-7-${name}` };

  it('makes a disabled copy that compares equal, and takes it away alone', async () => {
    const before = await captured();
    const made = await apply(await plan(before, drill));
    const { DistributionConfig } = await cloudfront.getDistributionConfig({ Id: made.resource.id });
    expect(DistributionConfig).toMatchObject({ Enabled: false, Aliases: { Quantity: 0 } });
    expect(DistributionConfig?.Comment).toContain('drill-7-');
    const copy = await liveState(service, { ...made.resource, folder: before.entry.folder }, SECRETS, estate);
    if (!copy) throw new Error('There is no copy.');
    const back = mappedResource(copy, (value) =>
      typeof value === 'string' ? value.replaceAll(made.resource.id, id) : value,
    );
    const left: string[] = [];
    for await (const change of compareResources(before, back, service))
      if (whyDiffers(change, service.restore?.drillDiffers ?? []) === undefined) left.push(change.path);
    expect(left).toEqual([]);
    expect((await plan(before, drill)).kind).toBe('leave');
    await service.restore?.remove?.(made, estate);
    await service.restore?.remove?.(made, estate);
    const { DistributionList } = await cloudfront.listDistributions({});
    expect(DistributionList?.Items?.map(({ Id }) => Id)).toEqual([id]);
    expect(await changes(before, await captured())).toEqual([]);
  });

  it('finds a copy by its name alone, and never takes away another distribution', async () => {
    const made = await apply(await plan(await captured(), drill));
    const { name } = made.resource;
    await service.restore?.remove?.({ resource: { ...made.resource, id: name }, ids: {} }, estate);
    const { DistributionList } = await cloudfront.listDistributions({});
    expect(DistributionList?.Items?.map(({ Id }) => Id)).toEqual([id]);
    const foreign = service.restore?.remove?.({ resource: { ...made.resource, id }, ids: {} }, estate);
    await expect(foreign).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
  });
});
