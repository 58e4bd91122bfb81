import { createHmac, timingSafeEqual } from 'node:crypto';

/** The secret from which the keys of view links are made. */
export interface ViewSecret {
  /** The stack's secret; made when there is none yet, and the same for everybody ever after. */
  read(): Promise<string>;
  /** As `read`, but makes nothing: `undefined` when there is none yet, and so no key that anybody could have. */
  known(): Promise<string | undefined>;
}

/** The key with which anybody may look at one incident, and do nothing else: 128 bits in hex. */
export function viewKey(secret: string, incident: string): string {
  return createHmac('sha256', secret).update(`view ${incident}`).digest('hex').slice(0, 32);
}

/** Whether this is the key of that incident; takes the same time however wrong it is. */
export function isViewKey(secret: string, incident: string, key: string): boolean {
  const right = Buffer.from(viewKey(secret, incident));
  const given = Buffer.from(key);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** The address of an incident's review page, which only shows: fit for an alert that goes to many. */
export function viewLink(api: string, incident: string, secret: string): string {
  return `${api}/review/${encodeURIComponent(incident)}?view=${viewKey(secret, incident)}`;
}
