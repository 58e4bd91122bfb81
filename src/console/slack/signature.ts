import { createHmac, timingSafeEqual } from 'node:crypto';

/** Slack's own bound (docs.slack.dev, verifying requests from Slack); held in either direction. */
const SKEW_MS = 5 * 60_000;

/** What Slack says of a request in its headers, and the request's bytes as they came. */
export interface SignedRequest {
  /** Seconds since the epoch. */
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Uint8Array;
}

/** Whether a request was made within five minutes of now, before or after. */
export function isTimely({ timestamp }: Pick<SignedRequest, 'timestamp'>, now: Date): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() - Number(timestamp) * 1000) <= SKEW_MS;
}

/** Whether whoever signed it knows this secret; takes the same time however wrong the signature is. */
export function isSigned({ timestamp, signature, body }: SignedRequest, secret: string): boolean {
  const right = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const expected = Buffer.from(`v0=${right}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
