import type { StreamRecord } from '../../src/lib/alert/stream-hints.ts';
import { takeRecords } from '../../src/lib/alert/take-records.ts';
import { takeUntold } from '../../src/lib/alert/take-untold.ts';
import type { AlerterDeps } from '../../src/lib/alert/task.ts';
import type { ReleasedChange } from '../../src/lib/deploy/release.ts';
import type { Incident } from '../../src/lib/incident/incident.ts';
import type { EscalationRecord } from '../../src/lib/site/escalation.ts';
import type { SiteRecord } from '../../src/lib/site/site-record.ts';
import type { Warning } from '../../src/lib/site/warning.ts';
import { snapshotModel } from '../fakes/snapshot-model.ts';
import { FakeDeliveries, FakeSlack, FakeSns, FakeUntold } from './fakes.ts';
import { sampleIncident, sampleSiteRecord } from './samples.ts';

/** A site with its incidents, its channels, and an alerter that is woken by hand. */
export class AlertWorld {
  readonly slack = new FakeSlack();
  readonly sns = new FakeSns();
  readonly deliveries = new FakeDeliveries();
  readonly untold = new FakeUntold();
  readonly store = snapshotModel();
  readonly incidents = new Map<string, Incident>();
  readonly warnings = new Map<string, Warning>();
  readonly escalations = new Map<string, EscalationRecord>();
  readonly changes = new Map<string, ReleasedChange>();
  readonly errors: { message: string; about: Record<string, unknown> }[] = [];
  site: SiteRecord | undefined = sampleSiteRecord();
  review = async (incident: string): Promise<string> => `https://api.example.com/review/${incident}?view=5eed`;
  now = new Date('2025-01-14T10:22:05.000Z');

  /** Writes an incident as it is now and gives back the record that the stream would carry. */
  write(change: Partial<Incident> = {}): StreamRecord {
    const incident = sampleIncident(change);
    this.incidents.set(incident.id, incident);
    const Keys = { pk: { S: `INCIDENT#${incident.id}` }, sk: { S: 'INCIDENT' } };
    return { dynamodb: { SequenceNumber: `s-${incident.id}-${incident.rev}`, Keys, NewImage: {} } };
  }

  /** Wakes the alerter by the stream; gives back the sequence numbers that it wants to be woken with again. */
  wake(...records: StreamRecord[]): Promise<string[]> {
    return takeRecords(records, this.deps());
  }

  /** Wakes the alerter by the queue of what is untold, with ten messages at most; gives back how many are left. */
  async wakeByQueue(): Promise<number> {
    const received = this.untold.messages.slice(0, 10);
    this.untold.keep(received, await takeUntold(received, this.deps()));
    return this.untold.messages.length;
  }

  later(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  deps(): AlerterDeps & { untold: FakeUntold } {
    return {
      records: {
        incident: async (id) => this.incidents.get(id),
        site: async () => this.site,
        warning: async (_site, id) => this.warnings.get(id),
        escalation: async (_site, id) => this.escalations.get(id),
      },
      snapshots: this.store.snapshots,
      changeOf: async (_site, identity) => this.changes.get(identity),
      review: (incident) => this.review(incident),
      deliveries: this.deliveries,
      slack: this.slack,
      sns: this.sns,
      untold: this.untold,
      log: { error: (message, about) => void this.errors.push({ message, about }) },
      now: this.now,
      by: new Date(this.now.getTime() + 20_000),
    };
  }
}
