import * as z from 'zod';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { isObject } from '../../capture/plain-value.ts';
import type { RecordSet } from './record.ts';
import { TEXTS } from '../../capture/texts.ts';
import type { Zone } from './zone.ts';

const VPC = z.object({ VPCRegion: z.string(), VPCId: z.string() });
const ZONE = z.object({
  Name: z.string(),
  Comment: z.string(),
  PrivateZone: z.boolean(),
  VPCs: z.array(VPC),
  DelegationSetId: z.string().optional(),
  LinkedService: z.string().optional(),
});
const RECORDS = z.object({ ResourceRecordSets: z.array(z.custom<RecordSet>(isObject)) });
const OBSERVED = z.object({
  nameServers: z.array(z.string()),
  signing: z.object({ status: z.string() }).optional(),
});

/** What a capture has of a zone. */
export interface CapturedZone {
  readonly zone: Zone;
  readonly tags: Readonly<Record<string, string>>;
  readonly records: readonly RecordSet[];
  readonly nameServers: readonly string[];
  readonly signed: boolean;
}

export async function readCapturedZone(captured: CapturedResource): Promise<CapturedZone> {
  const { nameServers, signing } = OBSERVED.parse(await captured.json('observed.json'));
  return {
    // A literal of the SDK's for each region: the text is as good.
    zone: z.custom<Zone>().parse(ZONE.parse(await captured.json('zone.json'))),
    tags: TEXTS.parse(await captured.json('tags.json')),
    records: await capturedRecords(captured),
    nameServers,
    signed: signing?.status === 'SIGNING',
  };
}

export async function capturedRecords(captured: CapturedResource): Promise<readonly RecordSet[]> {
  return RECORDS.parse(await captured.json('records.json')).ResourceRecordSets;
}

/** The name of a captured zone, with a dot at its end. */
export async function capturedName(captured: CapturedResource): Promise<string> {
  return ZONE.parse(await captured.json('zone.json')).Name;
}
