import { NoSuchHostedZone, Route53, type VPC } from '@aws-sdk/client-route-53';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Restorer, Step, Target } from '../../capture/restore.ts';
import { HoldfastError } from '../../errors.ts';
import { tagLines } from '../shared/tag-changes.ts';
import { restored } from '../shared/restored.ts';
import { applyRecords } from './apply-records.ts';
import { readCapturedZone, type CapturedZone } from './documents.ts';
import { callerReference, drillReference, drillZone, findZone } from './find-zone.ts';
import { recordChanges, recordLine, type RecordChange } from './record-changes.ts';
import { isApex, readRecords } from './record.ts';
import { applyTags, readTags } from './route53-tags.ts';
import { wantedRecords } from './wanted.ts';
import { bareId, readZone, type LiveZone, type Zone } from './zone.ts';

/** More records are counted, and not told one by one. */
const MOST_DETAILS = 100;

/** Zones by one batch of changes for what differs; those that are gone are made anew, with new name servers. */
export const restoreZones: Restorer = {
  after: ['cloudfront', 'apigateway', 's3', 'health-checks'],
  drillDiffers: [
    ['records.json#apex*', 'Route 53 gives every zone name servers of its own.'],
    ['zone.json#Comment', 'The comment says which drill made it.'],
    ['tags.json#*aws:*', "AWS's own tags cannot be set."],
  ],
  async plan(captured, to, estate) {
    const zone = await readCapturedZone(captured);
    const what = `zone ${captured.entry.name}`;
    const impossible = whyNot(zone, to);
    if (impossible !== undefined) return [{ kind: 'impossible', what, why: impossible }];
    const route53 = estate.client(Route53);
    const name = nameOf(captured, zone, to);
    const live = await findZone(route53, captured, name, to);
    const plan = await planOf(route53, captured, { zone, name, live }, to);
    if (live && plan.details.length === 0)
      return [{ kind: 'leave', what, made: restored(captured.entry, live.id, to) }];
    return [stepOf(route53, captured, { ...plan, what, zone, name, live }, to)];
  },
  async remove(made, estate) {
    const route53 = estate.client(Route53);
    const id =
      made.resource.id === made.resource.name ? await drillZone(route53, made.resource.name) : made.resource.id;
    const live = id === undefined ? undefined : await readZone(route53, id);
    if (!live) return;
    if (!live.callerReference.startsWith(drillReference('')))
      throw new HoldfastError('RESTORE.MOVED', `Zone ${live.id} was not made by a drill.`);
    const records = await readRecords(route53, live.id);
    const others = records.filter((record) => !isApex(record, live.zone.Name));
    await applyRecords(route53, { id: live.id, name: live.zone.Name }, recordChanges(others, []), () => {});
    await route53.deleteHostedZone({ Id: live.id }).catch((error: unknown) => {
      if (!(error instanceof NoSuchHostedZone)) throw error;
    });
  },
};

function whyNot({ zone }: CapturedZone, to: Target): string | undefined {
  if (zone.LinkedService !== undefined) return `${zone.LinkedService} made this zone, and alone may change it.`;
  if (to.drill !== undefined && zone.PrivateZone)
    return 'A copy would have to answer a network that the zone itself answers, or be public.';
  return undefined;
}

/** In a drill the same name: nobody is sent to the copy, since nothing delegates to it. */
function nameOf({ entry }: CapturedResource, { zone }: CapturedZone, to: Target): string {
  const called = to.drill === undefined ? to.nameOf(entry.service, entry.name) : entry.name;
  return called === entry.name ? zone.Name : `${called.replace(/\.$/, '')}.`;
}

interface Found {
  readonly zone: CapturedZone;
  readonly name: string;
  readonly live: LiveZone | undefined;
}

interface Plan {
  readonly changes: readonly RecordChange[];
  readonly details: readonly string[];
}

async function planOf(route53: Route53, captured: CapturedResource, found: Found, to: Target): Promise<Plan> {
  const { zone, name, live } = found;
  const id = live?.id ?? '';
  const wanted = wantedRecords(zone, captured.entry, { name, id }, to);
  const now = live ? await readRecords(route53, id) : [];
  const changes = recordChanges(
    now.filter((record) => !isApex(record, name)),
    wanted,
  );
  const tags = live ? await readTags(route53, { type: 'hostedzone', id }) : {};
  const lines = changes.slice(0, MOST_DETAILS).map(recordLine);
  const rest = changes.length - lines.length;
  const settings = live ? settingLines(live.zone, wantedZone(zone, captured, to)) : newZoneLines(zone, to);
  return {
    changes,
    details: [...settings, ...tagLines(tags, zone.tags), ...lines, ...(rest > 0 ? [`… ${rest} more records`] : [])],
  };
}

function wantedZone({ zone }: CapturedZone, { entry }: CapturedResource, to: Target): Zone {
  return to.drill === undefined ? zone : { ...zone, Comment: `${to.drill}: a copy of ${entry.id}` };
}

function settingLines(live: Zone, wanted: Zone): readonly string[] {
  const { join, leave } = networkChanges(live, wanted);
  return [
    ...(live.Comment === wanted.Comment ? [] : [`comment: ${wanted.Comment}`]),
    ...join.map((vpc) => `answers ${networkOf(vpc)}`),
    ...leave.map((vpc) => `no longer answers ${networkOf(vpc)}`),
  ];
}

function newZoneLines({ zone, nameServers, signed }: CapturedZone, to: Target): readonly string[] {
  if (zone.PrivateZone || to.drill !== undefined) return [];
  const told =
    zone.DelegationSetId === undefined
      ? `THE ZONE IS GONE: a new one gets new name servers. Until the registrar of ${zone.Name} names these instead of ${nameServers.join(', ')}, nobody finds it.`
      : `The zone is gone: a new one is made with its delegation set ${zone.DelegationSetId}, and so with the same name servers.`;
  const dnssec = `The zone was signed: take its DS record out of the parent zone first, and sign it again (docs/recovery.md).`;
  return [told, ...(signed ? [dnssec] : [])];
}

function networkOf({ VPCRegion, VPCId }: VPC): string {
  return `${VPCId} in ${VPCRegion}`;
}

function networkChanges(live: Zone, wanted: Zone): { join: readonly VPC[]; leave: readonly VPC[] } {
  const [before, after] = [live, wanted].map(({ VPCs }) => new Set(VPCs.map(networkOf)));
  return {
    join: wanted.VPCs.filter((vpc) => before?.has(networkOf(vpc)) !== true),
    leave: live.VPCs.filter((vpc) => after?.has(networkOf(vpc)) !== true),
  };
}

function stepOf(
  route53: Route53,
  captured: CapturedResource,
  { zone, name, live, changes, details, what }: Found & Plan & { readonly what: string },
  to: Target,
): Step {
  return {
    kind: live ? 'change' : 'create',
    what,
    details,
    async apply(report) {
      const found = live ?? (await createZone(route53, captured, zone, name, to));
      // What is an alias within the zone is one of the new id.
      const wanted = wantedRecords(zone, captured.entry, { name, id: found.id }, to);
      await applyRecords(route53, { id: found.id, name }, live ? changes : recordChanges([], wanted), report);
      await applySettings(route53, found, wantedZone(zone, captured, to));
      await applyTags(route53, { type: 'hostedzone', id: found.id }, zone.tags);
      return restored(captured.entry, found.id, to);
    },
  };
}

/** Asked again with the same reference, Route 53 refuses: the zone that is there is the one that was made. */
async function createZone(
  route53: Route53,
  captured: CapturedResource,
  zone: CapturedZone,
  name: string,
  to: Target,
): Promise<LiveZone> {
  const there = await findZone(route53, captured, name, to);
  if (there) return there;
  const { Comment } = wantedZone(zone, captured, to);
  const { PrivateZone, VPCs, DelegationSetId } = zone.zone;
  const { HostedZone } = await route53.createHostedZone({
    Name: name,
    CallerReference: callerReference(captured, to),
    HostedZoneConfig: { Comment, PrivateZone },
    ...(PrivateZone && { VPC: VPCs[0] }),
    ...(DelegationSetId !== undefined && to.drill === undefined && { DelegationSetId }),
  });
  const made = await readZone(route53, bareId(HostedZone?.Id ?? ''));
  if (!made) throw new HoldfastError('RESTORE.MOVED', `Zone ${name} was made and deleted at once.`);
  return made;
}

async function applySettings(route53: Route53, { id, zone: live }: LiveZone, wanted: Zone): Promise<void> {
  if (live.Comment !== wanted.Comment) await route53.updateHostedZoneComment({ Id: id, Comment: wanted.Comment });
  const { join, leave } = networkChanges(live, wanted);
  // A private zone answers one network at least.
  for (const VPC of join) await route53.associateVPCWithHostedZone({ HostedZoneId: id, VPC });
  for (const VPC of leave) await route53.disassociateVPCFromHostedZone({ HostedZoneId: id, VPC });
}
