import type { S3 } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import type http from 'node:http';
import type { Estate } from '../../capture/estate.ts';
import { addressOf, encodedText, type Address } from './address.ts';
import { refusalOf } from './refusal.ts';

/** A bucket that is read by plain signed requests: that takes a fraction of the processor time that the SDK takes for one. */
export interface SignedBucket {
  /**
   * Gets a path of the bucket and gives what `read` makes of the answer. Waits for the token bucket of `operation`; what a later
   * try may mend is tried again, `read` included. Throws the error that S3 names, as the SDK does.
   */
  get<Result>(request: SignedRequest, read: (answer: http.IncomingMessage) => Promise<Result>): Promise<Result>;
}

export interface SignedRequest {
  readonly operation: string;
  /** Below the bucket, encoded, with its slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

const TRIES = 8;
/** As long as nothing at all comes. */
const SILENCE_MS = 60_000;
/** One connection for each request that may run, whatever the buckets. */
const SOCKETS = {
  keepAlive: true,
  maxSockets: 256,
  maxFreeSockets: 64,
  scheduling: 'lifo',
  timeout: SILENCE_MS,
} as const;
// An import of these loads all that they could do besides: that takes as long as listing a bucket.
const HTTP = process.getBuiltinModule('node:http');
const HTTPS = process.getBuiltinModule('node:https');
const AGENTS = { 'http:': new HTTP.Agent(SOCKETS), 'https:': new HTTPS.Agent(SOCKETS) };

export async function signedBucket(s3: S3, bucket: string, estate: Estate): Promise<SignedBucket> {
  const address = await addressOf(s3, bucket);
  const { credentials, region, sha256 } = s3.config;
  const signer = new SignatureV4({ credentials, region, sha256, service: 's3', uriEscapePath: false });
  return {
    async get(request, read) {
      const tokens = estate.bucket('S3', request.operation);
      for (let tries = 1; ; tries += 1) {
        await tokens.take();
        request.signal.throwIfAborted();
        try {
          const answer = await sent(await signed(signer, address, request), request.signal);
          if (answer.statusCode === 200) return await read(answer);
          throw await refusalOf(answer);
        } catch (error) {
          const { again, throttled } = isPassing(error);
          if (throttled) tokens.throttled();
          if (!again || tries === TRIES || request.signal.aborted) throw error;
          await estate.wait(Math.min(20_000, 100 * 2 ** tries) * (0.5 + Math.random() / 2));
        }
      }
    },
  };
}

async function signed(signer: SignatureV4, { protocol, hostname, port, path }: Address, request: SignedRequest) {
  const query = Object.fromEntries(
    Object.entries(request.query ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  // S3 signs no body where there is none to protect, and asks for this header (Signature Version 4 for S3).
  const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const plain = {
    method: 'GET',
    protocol,
    hostname,
    ...(port !== undefined && { port }),
    path: `${path}${request.path}`,
  };
  const { headers: all } = await signer.sign({ ...plain, query, headers });
  const asked = Object.entries(query).map(([name, value]) => `${encodedText(name)}=${encodedText(value)}`);
  return { ...plain, path: `${plain.path}${asked.length > 0 ? '?' : ''}${asked.join('&')}`, headers: all };
}

type Plain = Awaited<ReturnType<typeof signed>>;

function sent(plain: Plain, signal: AbortSignal): Promise<http.IncomingMessage> {
  const secure = plain.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const agent = AGENTS[secure ? 'https:' : 'http:'];
    const request = (secure ? HTTPS : HTTP).request({ ...plain, agent });
    const stop = () => request.destroy(new Error('stopped'));
    signal.addEventListener('abort', stop);
    request.on('response', resolve);
    request.on('timeout', () => request.destroy(new Error(`S3 was silent for ${SILENCE_MS / 1000} s`)));
    request.on('error', reject);
    request.on('close', () => signal.removeEventListener('abort', stop));
    request.end();
  });
}

function isPassing(error: unknown): { readonly again: boolean; readonly throttled: boolean } {
  if (!(error instanceof Error)) return { again: false, throttled: false };
  if ('statusCode' in error && typeof error.statusCode === 'number') {
    const { statusCode } = error;
    const throttled = statusCode === 429 || /^(?:SlowDown|Throttl|RequestLimit)/.test(error.name);
    return { again: throttled || statusCode >= 500 || error.name === 'RequestTimeout', throttled };
  }
  return {
    again: /ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|silent|aborted|socket|cut short/i.test(text(error)),
    throttled: false,
  };
}

function text(error: Error): string {
  return `${'code' in error ? String(error.code) : ''} ${error.message}`;
}
