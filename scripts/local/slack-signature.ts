import { createHmac } from 'node:crypto';

/** What the stand-in for Slack signs with: worth nothing outside this machine. */
export const SIGNING_SECRET = 'local-signing-secret';

/** The headers by which Slack's requests are known, as its documents have them; `now` in milliseconds. */
export function signed(body: string, now: number, secret = SIGNING_SECRET): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
}
