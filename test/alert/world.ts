import { tell } from '../../src/lib/alert/tell.ts';
import type { Hint } from '../../src/lib/alert/stream-hints.ts';
import type { AlerterDeps } from '../../src/lib/alert/task.ts';
import type { Incident } from '../../src/lib/incident/incident.ts';
import type { SiteRecord } from '../../src/lib/site/site-record.ts';
import { snapshotModel } from '../fakes/snapshot-model.ts';
import { FakeDeliveries, FakeSlack, FakeSns } from './fakes.ts';
import { sampleIncident, sampleSiteRecord } from './samples.ts';

/** A site with its incidents, its channels, and an alerter that is woken by hand. */
export class AlertWorld {
  readonly slack = new FakeSlack();
  readonly sns = new FakeSns();
  readonly deliveries = new FakeDeliveries();
  readonly store = snapshotModel();
  readonly incidents = new Map<string, Incident>();
  readonly errors: { message: string; about: Record<string, unknown> }[] = [];
  site: SiteRecord | undefined = sampleSiteRecord();
  now = new Date('2025-01-14T10:22:05.000Z');

  /** Writes an incident as it is now and gives back the hint that the stream would carry. */
  write(change: Partial<Incident> = {}): Hint {
    const incident = sampleIncident(change);
    this.incidents.set(incident.id, incident);
    return { sequence: `s-${incident.id}-${incident.rev}`, kind: 'incident', id: incident.id };
  }

  /** Wakes the alerter; gives back the sequence number from which it wants to be woken again. */
  wake(...hints: Hint[]): Promise<string | undefined> {
    return tell(hints, this.deps());
  }

  later(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  deps(): AlerterDeps {
    return {
      records: { incident: async (id) => this.incidents.get(id), site: async () => this.site },
      snapshots: this.store.snapshots,
      deliveries: this.deliveries,
      slack: this.slack,
      sns: this.sns,
      log: { error: (message, about) => void this.errors.push({ message, about }) },
      now: this.now,
      by: new Date(this.now.getTime() + 20_000),
    };
  }
}
