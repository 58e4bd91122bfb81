import { Route53, type HealthCheckRegion } from '@aws-sdk/client-route-53';
import { beforeEach, expect, inject, it } from 'vitest';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import { mappedResource } from '../../src/lib/capture/mapped-resource.ts';
import type { Made, Step, Target } from '../../src/lib/capture/restore.ts';
import { service } from '../../src/lib/estate/health-checks.ts';
import { copyReference } from '../../src/lib/estate/route53/restore-checks.ts';
import { checkDocument } from '../../src/lib/estate/route53/health-check.ts';
import { captureOf, estateAt, resourceOf } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';

const CANARY = 'canary-health-token-4711';

let estate: Estate;
let route53: Route53;
let id: string;

beforeEach(async () => {
  estate = estateAt({ endpoint: inject('emulator') });
  route53 = estate.client(Route53);
  const { HealthCheck } = await route53.createHealthCheck({
    CallerReference: `${Math.random()}`,
    HealthCheckConfig: {
      Type: 'HTTPS',
      FullyQualifiedDomainName: 'www.example.com',
      ResourcePath: `/health?token=${CANARY}`,
      Port: 443,
      RequestInterval: 30,
      FailureThreshold: 3,
    },
  });
  id = HealthCheck?.Id ?? '';
  const asked = { ResourceType: 'healthcheck', ResourceId: id } as const;
  await route53.changeTagsForResource({ ...asked, AddTags: [{ Key: 'Name', Value: 'booking' }] });
});

async function captured(): Promise<CapturedResource> {
  return resourceOf(await captureOf([service], estate), id);
}

async function changes(before: CapturedResource, after: CapturedResource): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { file, path } of compareResources(before, after, service)) found.push(`${file}#${path}`);
  return found;
}

async function plan(check: CapturedResource, said: Partial<Target> = {}): Promise<Step> {
  const [step] = (await service.restore?.plan(check, targetOf(said), estate)) ?? [];
  if (!step) throw new Error('Expected a step.');
  return step;
}

async function apply(step: Step): Promise<Made> {
  if (!step.apply) throw new Error(`Nothing to apply: ${step.kind}, ${step.why}`);
  return step.apply(() => {});
}

it('captures settings and tags, and what the path asks for by a reference', async () => {
  const check = await captured();
  expect(await check.json('config.json')).toMatchObject({
    ResourcePath: '/health',
    ResourceQuery: { ref: `health-checks/${id}/query` },
  });
  expect(await check.json('tags.json')).toEqual({ Name: 'booking' });
  for (const file of ['config.json', 'observed.json'])
    expect(JSON.stringify(await check.json(file))).not.toContain(CANARY);
  expect(await changes(check, await captured())).toEqual([]);
});

it('sorts regions, whose order means nothing', async () => {
  const sink = { secret: async (ref: string) => ({ secret: '', ref }) };
  const Regions: HealthCheckRegion[] = ['us-west-1', 'eu-west-1', 'us-east-1'];
  const document = await checkDocument({ Type: 'HTTP', Regions }, sink);
  expect(document).toEqual({ Type: 'HTTP', Regions: ['eu-west-1', 'us-east-1', 'us-west-1'] });
});

it('brings back settings and tags, and does nothing where somebody was there since', async () => {
  const before = await captured();
  expect((await plan(before)).kind).toBe('leave');
  await route53.updateHealthCheck({ HealthCheckId: id, FailureThreshold: 9 });
  const step = await plan(before);
  expect(step).toMatchObject({ kind: 'change', details: ['config.json#FailureThreshold: 9 → 3'] });
  await apply(step);
  expect(await changes(before, await captured())).toEqual([]);
  await apply(step);
  await route53.updateHealthCheck({ HealthCheckId: id, FailureThreshold: 8 });
  const late = await plan(before);
  await route53.updateHealthCheck({ HealthCheckId: id, FailureThreshold: 7 });
  await expect(apply(late)).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
});

it('says what cannot be changed, and which secret nobody knows', async () => {
  const before = await captured();
  const slower = mappedResource(before, (value) => (value === 30 ? 10 : value));
  expect((await plan(slower)).why).toContain('RequestInterval');
  await route53.updateHealthCheck({ HealthCheckId: id, ResourcePath: '/other' });
  expect((await plan(before)).why).toContain(`health-checks/${id}/query`);
  await apply(await plan(before, { secret: async () => `token=${CANARY}` }));
  expect(await changes(before, await captured())).toEqual([]);
});

it('makes one that is gone anew, and a disabled copy in a drill, which it takes away alone', async () => {
  const before = await captured();
  const drill = { drill: 'drill-7', nameOf: (_service: string, name: string) => `drill-7-${name}` };
  const copy = await apply(await plan(before, drill));
  expect((await plan(before, drill)).kind).toBe('leave');
  const { HealthCheck } = await route53.listHealthChecks({}).then(async ({ HealthChecks = [] }) => {
    expect(HealthChecks).toHaveLength(2);
    return route53.getHealthCheck({ HealthCheckId: copy.resource.id });
  });
  expect(HealthCheck?.HealthCheckConfig?.ResourcePath).toContain(CANARY);
  const foreign = service.restore?.remove?.({ ...copy, resource: { ...copy.resource, id } }, estate);
  await expect(foreign).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
  await service.restore?.remove?.({ ...copy, resource: { ...copy.resource, id: copy.resource.name } }, estate);
  expect((await route53.listHealthChecks({})).HealthChecks?.map(({ Id }) => Id)).toEqual([id]);
  await route53.deleteHealthCheck({ HealthCheckId: id });
  const made = await apply(await plan(before, { secret: async () => `token=${CANARY}` }));
  expect(made.ids).toEqual({ [id]: made.resource.id });
  expect((await plan(before, { idOf: (word) => made.ids[word] ?? word })).kind).toBe('leave');
});

it('gives no two long names one reference', () => {
  const long = 'before-the-great-move-of-everything-to-another-account';
  const [one, other] = [copyReference(`${long} 11111111-1111`), copyReference(`${long} 22222222-2222`)];
  expect(one).not.toBe(other);
  for (const reference of [one, other, copyReference('short')]) expect(reference.length).toBeLessThanOrEqual(64);
  expect(copyReference('short')).toBe('holdfast short');
});
