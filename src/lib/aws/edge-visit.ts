import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overTls } from 'node:https';
import type { Visit } from '../deploy/edge.ts';
import { decodeBytes } from '../page/decode-bytes.ts';
import type { Limits } from '../site/policy.ts';
import { sha256 } from '../site/version.ts';

/** How long an address may take to answer in full. CloudFront itself gives an origin 30 seconds. */
const PATIENCE_MS = 30_000;
const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** As `Edge.visit`. Asks for what browsers ask for, since an edge may compress for them alone. */
export async function visit(url: string, limits: Limits, patienceMs = PATIENCE_MS): Promise<Visit> {
  const signal = AbortSignal.timeout(patienceMs);
  const { origin } = new URL(url);
  let at = new URL(url);
  try {
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const answer = await ask(at, signal);
      const to = redirectOf(answer, at);
      if (!to) return await answered(answer, limits);
      answer.destroy();
      if (to.origin !== origin) return { kind: 'failed', reason: `redirects to ${to.origin}, which was not followed` };
      at = to;
    }
    return { kind: 'failed', reason: `redirects more than ${MOST_REDIRECTS} times` };
  } catch (error) {
    return { kind: 'failed', reason: signal.aborted ? `did not answer within ${patienceMs / 1000} s` : why(error) };
  }
}

function ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? overTls : overHttp;
  const headers = { accept: 'text/html,*/*;q=0.8', 'accept-encoding': 'gzip, br', 'user-agent': 'holdfast' };
  return new Promise((resolve, reject) => {
    request(url, { headers, signal, agent: false }, resolve).on('error', reject).end();
  });
}

function redirectOf({ statusCode = 0, headers }: IncomingMessage, at: URL): URL | undefined {
  const { location } = headers;
  if (!REDIRECTS.has(statusCode) || location === undefined || !URL.canParse(location, at.href)) return undefined;
  return new URL(location, at);
}

async function answered(answer: IncomingMessage, limits: Limits): Promise<Visit> {
  const { statusCode: status = 0, headers } = answer;
  const body = await bodyOf(answer, limits.bytes);
  if (!body) return { kind: 'failed', reason: `answers with more than ${limits.bytes.toLocaleString('en')} bytes` };
  const decoding = decodeBytes(body, headers['content-encoding'], limits);
  if (decoding.kind !== 'decoded') return { kind: 'failed', reason: `answers what cannot be read: ${decoding.reason}` };
  const age = Number(headers.age);
  const cache = headers['x-cache'];
  return {
    kind: 'answered',
    status,
    sha256: sha256(decoding.bytes),
    ...(headers.age !== undefined && Number.isSafeInteger(age) && { age }),
    ...(typeof cache === 'string' && { cache: cache.slice(0, 100) }),
  };
}

/** `undefined` beyond the limit; what is left is not read. */
async function bodyOf(answer: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer) {
    if (!(part instanceof Uint8Array)) continue;
    size += part.length;
    if (size > limit) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function why(error: unknown): string {
  return `does not answer: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown'}`;
}
