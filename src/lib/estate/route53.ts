import { paginateListHostedZones, Route53, type HostedZone } from '@aws-sdk/client-route-53';
import type { CapturedResource } from '../capture/captured-resource.ts';
import { compareDocuments } from '../capture/compare-documents.ts';
import { compareFile } from '../capture/compare-resources.ts';
import { gone } from '../capture/failure.ts';
import { folderOf, segmentOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { capturedName, capturedRecords } from './route53/documents.ts';
import { signingOf } from './route53/dnssec.ts';
import { isApex, readRecords, recordKey, type RecordSet } from './route53/record.ts';
import { restoreZones } from './route53/restore-zones.ts';
import { zoneFile } from './route53/zone-file.ts';
import { bareId, readZone } from './route53/zone.ts';
import { tagsOf } from './shared/tags.ts';

const FOLDER = 'route53-zones';

/** Zones with all their records, also as a standard zone file, which is not compared: it says nothing of its own. */
export const service: Service = {
  name: 'route53',
  title: 'Route 53 zones',
  folder: FOLDER,
  where: 'global',
  // Documented: five requests a second for the whole account, for everybody together. One is left to the others.
  limits: { 'Route 53': 4 },
  async *list(estate) {
    const client = estate.client(Route53);
    const zones: HostedZone[] = [];
    for await (const { HostedZones = [] } of paginateListHostedZones({ client }, {})) zones.push(...HostedZones);
    const shared = new Set(zones.filter((zone) => isPublic(zone) && zones.some(namesake(zone))).map(({ Id }) => Id));
    for (const { Id = '', Name = '', Config } of zones) {
      const id = bareId(Id);
      const name = Name.replace(/(.)\.$/, '$1');
      const called = Config?.PrivateZone === true ? `${name} private ${id}` : shared.has(Id) ? `${name} ${id}` : name;
      yield { service: 'route53', id, name, region: 'global', folder: folderOf(FOLDER, called, 'global', '') };
    }
  },
  async capture(resource, sink, estate) {
    const route53 = estate.client(Route53);
    const live = await readZone(route53, resource.id);
    if (!live) throw gone(resource);
    const { zone, callerReference, nameServers } = live;
    const records = await readRecords(route53, resource.id);
    const { ResourceTagSet } = await route53.listTagsForResource({
      ResourceType: 'hostedzone',
      ResourceId: resource.id,
    });
    await sink.json('zone.json', zone);
    await sink.json('tags.json', tagsOf(ResourceTagSet?.Tags));
    await sink.json('records.json', { ResourceRecordSets: records });
    await sink.bytes(`${segmentOf(resource.name)}.zone`, Buffer.from(zoneFile(zone.Name, records)));
    const signing = zone.PrivateZone ? undefined : await signingOf(route53, resource.id);
    await sink.json('observed.json', { id: resource.id, callerReference, nameServers, signing });
  },
  async *compare(before, after) {
    for (const file of ['zone.json', 'tags.json']) yield* await compareFile(file, before, after);
    if (before.file('records.json')?.sha256 === after.file('records.json')?.sha256) return;
    yield* compareDocuments('records.json', await byKey(before), await byKey(after));
  },
  restore: restoreZones,
};

function isPublic({ Config }: HostedZone): boolean {
  return Config?.PrivateZone !== true;
}

function namesake(zone: HostedZone): (other: HostedZone) => boolean {
  return (other) => isPublic(other) && other.Name === zone.Name && other.Id !== zone.Id;
}

/** Record sets by what names them; what Route 53 made with the zone apart, since each zone has its own. */
async function byKey(zone: CapturedResource) {
  const [name, records] = [await capturedName(zone), await capturedRecords(zone)];
  const own = (apex: boolean) => records.filter((record) => isApex(record, name) === apex);
  const keyed = (records: readonly RecordSet[]) => records.map((record) => [recordKey(record), record] as const);
  const apex = own(true).map((record) => [record.Type ?? '', record] as const);
  return { ...Object.fromEntries(keyed(own(false))), apex: Object.fromEntries(apex) };
}
