import { NotFoundException, type SNS, type Subscription } from '@aws-sdk/client-sns';
import pMap from 'p-map';
import type { SecretReference } from '../../capture/secrets.ts';
import type { Sink } from '../../capture/sink.ts';
import { holdsCredentials } from '../shared/credentials.ts';
import { parsedJson } from '../shared/parsed-json.ts';

/** What a subscription is; the rest is its state, or AWS's name for it. */
const KEPT =
  /^(?:DeliveryPolicy|FilterPolicy|FilterPolicyScope|RawMessageDelivery|RedrivePolicy|ReplayPolicy|SubscriptionRoleArn)$/;

export interface CapturedSubscription {
  readonly protocol: string;
  readonly endpoint: string | SecretReference;
  readonly owner: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The subscriptions of a topic in an order of their own, and what was only seen of them. */
export async function subscriptionsOf(
  listed: readonly Subscription[],
  sink: Pick<Sink, 'secret'>,
  client: SNS,
): Promise<{ subscriptions: readonly CapturedSubscription[]; seen: readonly object[] }> {
  const order = ({ Protocol = '', Endpoint = '' }: Subscription) => `${Protocol} ${Endpoint}`;
  const sorted = listed.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
  const attributes = await pMap(sorted, (each) => attributesOf(each, client), { concurrency: 4 });
  const secrets = new Map<string, number>();
  const subscriptions: CapturedSubscription[] = [];
  for (const [index, { Protocol = '', Endpoint = '', Owner = '' }] of sorted.entries()) {
    subscriptions.push({
      protocol: Protocol,
      endpoint: await endpointOf(Endpoint, { sink, secrets }),
      owner: Owner,
      attributes: Object.fromEntries(
        Object.entries(attributes[index] ?? {})
          .filter(([name]) => KEPT.test(name))
          .map(([name, value]) => [name, parsedJson(value)]),
      ),
    });
  }
  const seen = sorted.map(({ SubscriptionArn }, index) => ({
    arn: SubscriptionArn,
    pending: attributes[index] === undefined || attributes[index]['PendingConfirmation'] === 'true',
  }));
  return { subscriptions, seen };
}

/** One that nobody has confirmed yet has no ARN, and so no attributes that can be asked for; one may go away meanwhile. */
async function attributesOf(
  { SubscriptionArn = '' }: Subscription,
  client: SNS,
): Promise<Record<string, string> | undefined> {
  if (!SubscriptionArn.startsWith('arn:')) return undefined;
  try {
    return (await client.getSubscriptionAttributes({ SubscriptionArn })).Attributes;
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}

/** A URL that holds credentials, or any query at all, is a secret: it is named after its host, counted where there are several. */
async function endpointOf(
  endpoint: string,
  { sink, secrets }: { sink: Pick<Sink, 'secret'>; secrets: Map<string, number> },
): Promise<string | SecretReference> {
  const url = /^https?:/i.test(endpoint) && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const secret =
    holdsCredentials(endpoint) || (url && (url.search !== '' || url.username !== '' || url.password !== ''));
  if (!secret) return endpoint;
  const host = url?.host ?? 'endpoint';
  const count = (secrets.get(host) ?? 0) + 1;
  secrets.set(host, count);
  return sink.secret(`subscriptions/${host}/${count}`, endpoint);
}
