import { inject } from 'vitest';
import type { Outsider, SeenIncident } from '../local/guard-outsider.ts';
import { outsiderAt } from '../local/guard-site.ts';

/** An approver of the site who has an e-mail address. */
export const APPROVER = 'web-lead@example.com';

/** A page of the site for the browser tests, an upload that lost something, and the incident that came of it. */
export interface Scene {
  readonly guest: Outsider;
  readonly key: string;
  readonly good: string;
  readonly bad: string;
  readonly incident: SeenIncident;
}

/** Uploads a good version, then one that the guard undoes, and waits until it has. */
export async function undoneUpload(key: string, good: string, bad: string): Promise<Scene> {
  const guest = await outsiderAt('guard-browser');
  await guest.put(key, good);
  await guest.untilAccepted(key, good);
  await guest.put(key, bad);
  const incident = await guest.untilIncident(key, 'restored');
  return { guest, key, good, bad, incident };
}

/** Asks the API as the site's approver; throws unless it is done. */
export async function asApprover(method: string, path: string, body?: unknown): Promise<unknown> {
  const { api, principals } = inject('stack');
  const response = await fetch(`${api}${path}`, {
    method,
    headers: { authorization: `Bearer ${principals.approver}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}
