import { ListSubscriptionsByTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, freePort, running, start } from './background.ts';
import type { LocalClients } from './clients.ts';
import type { Places } from './places.ts';
import { setEnvironment } from './set-environment.ts';

const NAME = 'inbox';

/** Starts what stands in for the people outside: Slack, and a subscriber of the topic. Its base address. */
export async function inbox(places: Places): Promise<string> {
  const found = running(places.dir, NAME);
  if (found) return `http://127.0.0.1:${found.port}`;
  const port = await freePort(0);
  const script = path.join(import.meta.dirname, 'inbox.ts');
  const args = [script, String(port), places.inbox, places.stack];
  writeFileSync(places.inbox, '', { flag: 'a' });
  start(places.dir, NAME, { command: process.execPath, args, env: { PATH: process.env['PATH'] }, port });
  await untilReady(`http://127.0.0.1:${port}`);
  return `http://127.0.0.1:${port}`;
}

async function untilReady(address: string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    const answered = await fetch(address).catch(() => undefined);
    if (answered?.ok) return;
    await sleep(50);
  }
  throw new Error(`the inbox did not start on ${address}: see inbox.log`);
}

/** Ends it; the inbox file stays. */
export async function endInbox(places: Places): Promise<void> {
  await end(places.dir, NAME);
}

/** Points the stack at the stand-ins. May run again. */
export async function connect(clients: LocalClients, address: string, topic: string): Promise<void> {
  await subscribe(clients, topic, `${address}/sns`);
  for (const name of ['on-incident', 'on-request']) {
    await setEnvironment(clients, name, (now) => ({ ...now, HOLDFAST_SLACK_API: `${address}/api` }));
  }
}

async function subscribe(clients: LocalClients, topic: string, endpoint: string): Promise<void> {
  const { Subscriptions } = await clients.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }));
  if (Subscriptions?.some((subscription) => subscription.Endpoint === endpoint)) return;
  await clients.sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'http', Endpoint: endpoint }));
}
