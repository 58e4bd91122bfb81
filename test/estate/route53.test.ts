import { Route53, type Change } from '@aws-sdk/client-route-53';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import { compareResources } from '../../src/lib/capture/compare-resources.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import { liveState } from '../../src/lib/capture/live-state.ts';
import type { Made, Step, Target } from '../../src/lib/capture/restore.ts';
import { service } from '../../src/lib/estate/route53.ts';
import { captureOf, estateAt, resourceOf, SECRETS } from '../capture/run-capture.ts';
import { targetOf } from '../capture/some-target.ts';

let estate: Estate;
let route53: Route53;
let id: string;

beforeEach(async () => {
  estate = estateAt({ endpoint: inject('emulator') });
  route53 = estate.client(Route53);
  id = await newZone('example.com');
  await change(
    create('www.example.com', 'A', ['192.0.2.2', '192.0.2.1']),
    create('\\052.example.com', 'TXT', ['"v=1; all" "caf\\303\\251"']),
    create('example.com', 'MX', ['10 mail.example.com']),
    alias('site.example.com', 'www.example.com', id),
    alias('cdn.example.com', 'd111.cloudfront.net', 'Z2FDTNDATAQYW2'),
    weighted('api.example.com', 'blue', 10),
    weighted('api.example.com', 'green', 90),
  );
  await route53.changeTagsForResource({
    ResourceType: 'hostedzone',
    ResourceId: id,
    AddTags: [{ Key: 'team', Value: 'web' }],
  });
});

async function newZone(Name: string, more: object = {}): Promise<string> {
  const { HostedZone } = await route53.createHostedZone({ Name, CallerReference: `${Math.random()}`, ...more });
  return HostedZone?.Id?.replace('/hostedzone/', '') ?? '';
}

async function change(...Changes: readonly Change[]): Promise<void> {
  await route53.changeResourceRecordSets({ HostedZoneId: id, ChangeBatch: { Changes: [...Changes] } });
}

function create(Name: string, Type: 'A' | 'TXT' | 'MX' | 'CNAME', values: readonly string[]): Change {
  const ResourceRecords = values.map((Value) => ({ Value }));
  return { Action: 'CREATE', ResourceRecordSet: { Name, Type, TTL: 300, ResourceRecords } };
}

function alias(Name: string, DNSName: string, HostedZoneId: string): Change {
  const AliasTarget = { DNSName, HostedZoneId, EvaluateTargetHealth: false };
  return { Action: 'CREATE', ResourceRecordSet: { Name, Type: 'A', AliasTarget } };
}

function weighted(Name: string, SetIdentifier: string, Weight: number): Change {
  const ResourceRecords = [{ Value: '192.0.2.9' }];
  return { Action: 'CREATE', ResourceRecordSet: { Name, Type: 'A', TTL: 60, SetIdentifier, Weight, ResourceRecords } };
}

async function captured(): Promise<CapturedResource> {
  return resourceOf(await captureOf([service], estate), 'example.com');
}

async function changes(before: CapturedResource, after: CapturedResource): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { file, path, kind } of compareResources(before, after, service))
    found.push(`${kind} ${file} ${path}`);
  return found;
}

async function plan(zone: CapturedResource, said: Partial<Target> = {}): Promise<Step> {
  const [step, ...others] = (await service.restore?.plan(zone, targetOf(said), estate)) ?? [];
  if (!step || others.length > 0) throw new Error('Expected one step.');
  return step;
}

async function apply(step: Step): Promise<Made> {
  if (!step.apply) throw new Error(`Nothing to apply: ${step.kind}, ${step.why}`);
  return step.apply(() => {});
}

async function text(zone: CapturedResource, file: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of zone.stream(file)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('capturing a zone', () => {
  it('has settings, tags, and records with their values in order', async () => {
    const zone = await captured();
    expect(await zone.json('zone.json')).toEqual({ Name: 'example.com.', Comment: '', PrivateZone: false, VPCs: [] });
    expect(await zone.json('tags.json')).toEqual({ team: 'web' });
    const { ResourceRecordSets } = JSON.parse(await text(zone, 'records.json'));
    expect(ResourceRecordSets).toContainEqual({
      Name: 'www.example.com.',
      Type: 'A',
      TTL: 300,
      ResourceRecords: [{ Value: '192.0.2.1' }, { Value: '192.0.2.2' }],
    });
    expect(ResourceRecordSets).toHaveLength(9);
    expect(await zone.json('observed.json')).toMatchObject({ id, signing: { status: 'unknown' } });
  });

  it('writes a standard zone file', async () => {
    const zone = await captured();
    expect((await text(zone, 'example.com.zone')).split('\n')).toEqual([
      '$ORIGIN example.com.',
      'example.com. 900 IN SOA ns-1.awsdns-1.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400',
      'example.com. 172800 IN NS ns-1.awsdns-1.com.',
      'example.com. 172800 IN NS ns-2.awsdns-2.net.',
      'example.com. 172800 IN NS ns-3.awsdns-3.org.',
      'example.com. 172800 IN NS ns-4.awsdns-4.co.uk.',
      'example.com. 300 IN MX 10 mail.example.com.',
      '*.example.com. 300 IN TXT "v=1; all" "caf\\195\\169"',
      '; "blue" {"Weight":10}: api.example.com. 60 IN A 192.0.2.9',
      '; "green" {"Weight":90}: api.example.com. 60 IN A 192.0.2.9',
      '; alias: cdn.example.com. A is d111.cloudfront.net. (zone "Z2FDTNDATAQYW2")',
      `; alias: site.example.com. A is www.example.com. (zone "${id}")`,
      'www.example.com. 300 IN A 192.0.2.1',
      'www.example.com. 300 IN A 192.0.2.2',
      '',
    ]);
  });

  it('is the same twice, and tells what changed by its name', async () => {
    const before = await captured();
    expect(await changes(before, await captured())).toEqual([]);
    await change(create('new.example.com', 'A', ['192.0.2.7']));
    expect(await changes(before, await captured())).toEqual(['added records.json ["new.example.com. A"]']);
  });

  it('keeps zones of one name apart', async () => {
    const network = { VPC: { VPCId: 'vpc-1', VPCRegion: 'us-east-1' } };
    const inside = await newZone('example.com', network);
    const reader = await captureOf([service], estate);
    expect(reader.metadata.resources.map(({ folder }) => folder).toSorted()).toEqual([
      'route53-zones/example.com',
      `route53-zones/example.com private ${inside}`,
    ]);
    const twin = await newZone('example.com');
    const folders = (await captureOf([service], estate)).metadata.resources.map(({ folder }) => folder);
    expect(folders).toContain(`route53-zones/example.com ${twin}`);
    expect(new Set(folders).size).toBe(3);
  });
});

describe('restoring a zone', () => {
  it('leaves what is as captured', async () => {
    expect(await plan(await captured())).toMatchObject({ kind: 'leave', what: 'zone example.com', made: { ids: {} } });
  });

  it('undoes every change of records, comment and tags, and nothing else', async () => {
    const before = await captured();
    await change(
      create('new.example.com', 'A', ['192.0.2.7']),
      { ...create('www.example.com', 'A', ['192.0.2.66']), Action: 'UPSERT' },
      { ...alias('site.example.com', 'www.example.com', id), Action: 'DELETE' },
    );
    await route53.updateHostedZoneComment({ Id: id, Comment: 'changed' });
    const asked = { ResourceType: 'hostedzone', ResourceId: id } as const;
    await route53.changeTagsForResource({
      ...asked,
      AddTags: [{ Key: 'other', Value: '1' }],
      RemoveTagKeys: ['team'],
    });
    const step = await plan(before);
    expect(step).toMatchObject({
      kind: 'change',
      details: [
        'comment: ',
        'tag team: web',
        'no tag other',
        '- new.example.com. A: 192.0.2.7 (300 s)',
        '+ site.example.com. A: alias of www.example.com.',
        '~ www.example.com. A: 192.0.2.66 (300 s) → 192.0.2.1 192.0.2.2 (300 s)',
      ],
    });
    await apply(step);
    expect(await changes(before, await captured())).toEqual([]);
    expect((await plan(before)).kind).toBe('leave');
    await apply(step);
  });

  it('does nothing where a record was changed since it was planned', async () => {
    const before = await captured();
    await change({ ...create('www.example.com', 'A', ['192.0.2.66']), Action: 'UPSERT' });
    const step = await plan(before);
    await change({ ...create('www.example.com', 'A', ['192.0.2.77']), Action: 'UPSERT' });
    await expect(apply(step)).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
    expect(JSON.stringify(await (await captured()).json('records.json'))).toContain('192.0.2.77');
  });

  it('makes a zone that is gone anew, says so loudly, and refers to what is called otherwise now', async () => {
    const before = await captured();
    await change(
      ...(await route53.listResourceRecordSets({ HostedZoneId: id }))
        .ResourceRecordSets!.filter(({ Type }) => Type !== 'NS' && Type !== 'SOA')
        .map((ResourceRecordSet) => ({ Action: 'DELETE' as const, ResourceRecordSet })),
    );
    await route53.deleteHostedZone({ Id: id });
    const said = { idOf: (word: string) => (word === 'd111.cloudfront.net' ? 'd222.cloudfront.net' : word) };
    const step = await plan(before, said);
    expect(step.kind).toBe('create');
    expect(step.details?.[0]).toContain('THE ZONE IS GONE');
    expect(step.details?.[0]).toContain('ns-1.awsdns-1.com.');
    const made = await apply(step);
    expect(made.ids).toEqual({ [id]: made.resource.id });
    const again = await apply(step);
    expect(again.resource.id).toBe(made.resource.id);
    expect((await route53.listHostedZones({})).HostedZones).toHaveLength(1);
    const records = JSON.stringify(await (await captured()).json('records.json'));
    expect(records).toContain('d222.cloudfront.net.');
    expect(records).not.toContain('d111');
    expect(records).toContain(made.resource.id);
    const known = { idOf: (word: string) => made.ids[word] ?? said.idOf(word) };
    expect((await plan(before, known)).kind).toBe('leave');
  });

  it('reads and makes 1,100 records in batches that fit', async () => {
    for (let from = 0; from < 1100; from += 500)
      await change(
        ...Array.from({ length: Math.min(500, 1100 - from) }, (_, index) =>
          create(`host-${from + index}.example.com`, 'TXT', [`"${'x'.repeat(60)}${from + index}"`]),
        ),
      );
    const before = await captured();
    expect(JSON.parse(await text(before, 'records.json')).ResourceRecordSets).toHaveLength(1109);
    const made = await apply(await plan(before, drill()));
    expect((await plan(before, drill())).kind).toBe('leave');
    await service.restore?.remove?.(made, estate);
    expect((await route53.listHostedZones({})).HostedZones).toHaveLength(1);
  });
});

function drill(): Partial<Target> {
  return { drill: 'drill-7', nameOf: (_service, name) => `drill-7-${name}` };
}

describe('a drill', () => {
  it('makes a copy that compares equal but for what is Route 53’s, and takes it away alone', async () => {
    const before = await captured();
    const made = await apply(await plan(before, drill()));
    expect(made.resource).toMatchObject({ name: 'drill-7-example.com' });
    const copy = await liveState(service, made.resource, SECRETS, estate);
    if (!copy) throw new Error('There is no copy.');
    const text = JSON.stringify(await copy.json('records.json')).replaceAll(made.resource.id, id);
    const mapped = {
      ...copy,
      json: async (file: string) => (file === 'records.json' ? JSON.parse(text) : copy.json(file)),
    };
    expect(await changes(before, mapped)).toEqual(['changed zone.json Comment']);
    expect((await plan(before, drill())).kind).toBe('leave');
    await service.restore?.remove?.(made, estate);
    await service.restore?.remove?.(made, estate);
    expect((await route53.listHostedZones({})).HostedZones?.map(({ Id }) => Id)).toEqual([`/hostedzone/${id}`]);
    expect(await changes(before, await captured())).toEqual([]);
  });

  it('finds a copy by its name alone, and never takes away another zone', async () => {
    const before = await captured();
    const made = await apply(await plan(before, drill()));
    const { name } = made.resource;
    await service.restore?.remove?.({ resource: { ...made.resource, id: name }, ids: {} }, estate);
    expect((await route53.listHostedZones({})).HostedZones).toHaveLength(1);
    const foreign = service.restore?.remove?.({ resource: { ...made.resource, id }, ids: {} }, estate);
    await expect(foreign).rejects.toMatchObject({ code: 'RESTORE.MOVED' });
  });

  it('makes no copy of a private zone', async () => {
    await newZone('inside.example', { VPC: { VPCId: 'vpc-1', VPCRegion: 'us-east-1' } });
    const zone = resourceOf(await captureOf([service], estate), 'inside.example');
    expect((await plan(zone, drill())).kind).toBe('impossible');
  });
});
