import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { SlackStandIn, type SlackAnswer } from './slack-stand-in.ts';

/** A message of SNS's HTTP protocol. */
interface SnsMessage {
  readonly Type: string;
  readonly Subject?: string;
  readonly Message: string;
  readonly SubscribeURL?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value: string }>>;
}

const [port, file] = process.argv.slice(2);
if (!port || !file) throw new Error('usage: inbox.ts <port> <file>');
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
  return { ok: true };
}

function onSlack(request: IncomingMessage, method: string, raw: string): SlackAnswer {
  const { authorization, 'content-type': type = '' } = request.headers;
  if (!type.startsWith('application/json')) return { ok: false, error: 'invalid_post_type' };
  const body: Record<string, unknown> = JSON.parse(raw);
  const answer = slack.answer({ method, authorization, body }, Date.now());
  if (answer.ok) keep({ channel: 'slack', method, body });
  else console.error(`refused ${method}: ${answer.error}`);
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
