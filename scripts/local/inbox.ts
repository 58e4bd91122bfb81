import { appendFileSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { press, submit, type ClientDeps } from './slack-client.ts';
import { SlackStandIn, type SlackAnswer } from './slack-stand-in.ts';

/** A message of SNS's HTTP protocol. */
interface SnsMessage {
  readonly Type: string;
  readonly Subject?: string;
  readonly Message: string;
  readonly SubscribeURL?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value: string }>>;
}

const [port, file, stack] = process.argv.slice(2);
if (!port || !file || !stack) throw new Error('usage: inbox.ts <port> <file> <stack.json>');
const slack = new SlackStandIn();

createServer((request, response) => {
  receive(request).then(
    (answer) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
    (error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    },
  );
}).listen(Number(port), '127.0.0.1');

async function receive(request: IncomingMessage): Promise<object> {
  const body = await text(request);
  const [, kind, method = ''] = (request.url ?? '').split('/');
  if (kind === 'api') return onSlack(request, method, body);
  if (kind === 'sns') await onSns(JSON.parse(body));
  // Only JSON: a page in a browser cannot send that here without being asked first.
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
  if (kind === 'press' && isJson) return press(JSON.parse(body), client());
  if (kind === 'submit' && isJson) return submit(JSON.parse(body), client());
  return { ok: true };
}

/** Somebody at a Slack client, whose app is the stack as it is deployed now. */
function client(): ClientDeps {
  const { api }: { readonly api: string } = JSON.parse(readFileSync(String(stack), 'utf8'));
  return { slack, app: `${api}/slack/actions`, fetch: globalThis.fetch, clock: () => Date.now() };
}

function onSlack(request: IncomingMessage, method: string, raw: string): SlackAnswer {
  const { authorization, 'content-type': type = '' } = request.headers;
  if (!type.startsWith('application/json')) return { ok: false, error: 'invalid_post_type' };
  const body: Record<string, unknown> = JSON.parse(raw);
  const answer = slack.answer({ method, authorization, body }, Date.now());
  if (answer.ok) keep({ channel: 'slack', method, body });
  else console.error(`refused ${method}: ${answer.error} ${answer.response_metadata?.messages.join('; ') ?? ''}`);
  return answer;
}

async function onSns(message: SnsMessage): Promise<void> {
  if (message.Type === 'SubscriptionConfirmation' && message.SubscribeURL) await fetch(message.SubscribeURL);
  if (message.Type !== 'Notification') return;
  const attributes = Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { Value }]) => [name, Value]),
  );
  keep({ channel: 'sns', subject: message.Subject ?? '', message: message.Message, attributes });
}

function keep(entry: object): void {
  appendFileSync(String(file), `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
}
