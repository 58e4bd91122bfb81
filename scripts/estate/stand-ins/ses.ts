import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { ask, bodyOf, forward, json, serve, type ProxyStandIn } from './proxy.ts';

const ITEM = z.record(z.string(), z.unknown());
type Item = z.infer<typeof ITEM>;

/** What one account has that the emulator lacks. */
interface Kept {
  /** What was set of the account itself. */
  readonly settings: Map<string, Item>;
  readonly lists: Map<string, Item>;
  readonly identities: Map<string, Item>;
}

/**
 * Answers for SES v2 (`SESv2`) what the emulator lacks: contact lists without contacts, what an account suppresses, lists of
 * templates with times as AWS has them, and MAIL FROM, DKIM, feedback, configuration
 * set and policies of identities. Everything else is answered by `endpoint`. Shapes:
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/
 */
export async function startSes({ endpoint }: { readonly endpoint: string }): Promise<ProxyStandIn> {
  const accounts = new Map<string, Kept>();
  return serve(async (request, response) => {
    const account = /Credential=(\d{12})\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const kept = accounts.get(account) ?? { settings: new Map(), lists: new Map(), identities: new Map() };
    accounts.set(account, kept);
    const body = await bodyOf(request);
    const { pathname } = new URL(request.url ?? '/', endpoint);
    const [kind, name, part, which] = pathname
      .replace(/^\/v2\/email\//, '')
      .split('/')
      .map(decodeURIComponent);
    if (pathname === '/v2/email/account/suppression') {
      kept.settings.set('SuppressionAttributes', ITEM.parse(JSON.parse(body.toString())));
      return json(response, 200, {});
    }
    if (pathname === '/v2/email/account') return merged(request, response, endpoint, Object.fromEntries(kept.settings));
    if (pathname === '/v2/email/templates' && request.method === 'GET') return templates(request, response, endpoint);
    if (kind === 'contact-lists') return list(request, response, kept, { name, body });
    if (kind !== 'identities' || name === undefined) return forward(request, response, endpoint, body);
    if (part === undefined && request.method === 'GET')
      return merged(request, response, endpoint, kept.identities.get(name));
    if (part === undefined) {
      kept.identities.delete(name);
      return forward(request, response, endpoint, body);
    }
    kept.identities.set(name, {
      ...kept.identities.get(name),
      ...changed(kept.identities.get(name), { part, which, body, request }),
    });
    return json(response, 200, {});
  });
}

/** Times as AWS writes them: seconds. */
async function templates(request: IncomingMessage, response: ServerResponse, endpoint: string): Promise<void> {
  const answered = await ask(request, endpoint, request.url ?? '/');
  const found = z.looseObject({ TemplatesMetadata: z.array(ITEM).default([]) }).parse(await answered.json());
  const listed = found.TemplatesMetadata.map((each) => ({ ...each, CreatedTimestamp: 1_772_357_400 }));
  return json(response, answered.status, { ...found, TemplatesMetadata: listed });
}

function list(
  request: IncomingMessage,
  response: ServerResponse,
  { lists }: Kept,
  { name, body }: { readonly name: string | undefined; readonly body: Buffer },
): void {
  const said = body.length > 0 ? ITEM.parse(JSON.parse(body.toString())) : {};
  if (name === undefined && request.method === 'POST') {
    lists.set(z.string().parse(said['ContactListName']), { ...said, CreatedTimestamp: 1_772_357_400 });
    return json(response, 200, {});
  }
  if (name === undefined)
    return json(response, 200, { ContactLists: [...lists.keys()].map((each) => ({ ContactListName: each })) });
  const found = lists.get(name);
  if (!found) {
    response.setHeader('x-amzn-errortype', 'NotFoundException');
    return json(response, 404, { message: `List with name: ${name} doesn't exist.` });
  }
  if (request.method === 'PUT') lists.set(name, { ...found, ...said });
  if (request.method === 'DELETE') lists.delete(name);
  return json(response, 200, request.method === 'GET' ? found : {});
}

async function merged(
  request: IncomingMessage,
  response: ServerResponse,
  endpoint: string,
  own: Item | undefined,
): Promise<void> {
  const answered = await ask(request, endpoint, request.url ?? '/');
  const found = ITEM.parse(await answered.json());
  if (!answered.ok) {
    response.setHeader('x-amzn-errortype', 'NotFoundException');
    return json(response, answered.status, found);
  }
  const { DkimAttributes, ...rest } = own ?? {};
  const dkim = DkimAttributes && { DkimAttributes: { ...Object(found['DkimAttributes']), ...Object(DkimAttributes) } };
  return json(response, 200, { ...found, ...rest, ...Object(dkim) });
}

/** What a request sets of an identity. */
function changed(
  own: Item | undefined,
  asked: {
    readonly part: string;
    readonly which: string | undefined;
    readonly body: Buffer;
    readonly request: IncomingMessage;
  },
): Item {
  const said = asked.body.length > 0 ? ITEM.parse(JSON.parse(asked.body.toString())) : {};
  if (asked.part === 'mail-from')
    return {
      MailFromAttributes: { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE', ...said, MailFromDomainStatus: 'PENDING' },
    };
  if (asked.part === 'dkim') return { DkimAttributes: said };
  if (asked.part === 'feedback') return { FeedbackForwardingStatus: said['EmailForwardingEnabled'] };
  if (asked.part === 'configuration-set') return said;
  const { [asked.which ?? '']: _, ...others } = ITEM.catch({}).parse(own?.['Policies']);
  return { Policies: asked.request.method === 'DELETE' ? others : { ...others, [asked.which ?? '']: said['Policy'] } };
}
