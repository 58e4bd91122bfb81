import type { SentHeaders } from '../fakes/stored-object.ts';
import { splitMark } from '../fakes/stored-object.ts';
import { DELETED, identify, sha256 } from '../../src/lib/site/version.ts';

/** Something that people upload: bytes with headers, and what is known of them beyond what the lib reads. */
export interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly headers: SentHeaders;
  readonly sha256: string;
  readonly identity: string;
  readonly tokens: readonly string[];
  /** Keys of what it loads. */
  readonly loads: readonly string[];
  /** The guard cannot read it. */
  readonly undecidable: boolean;
}

/** Every token that pages of a history may have. */
export const TOKENS = ['X', 'Y', 'Z', 'W'] as const;

/** The script that some pages load. */
export const SCRIPT = 'app.js';

/** Beyond this the example site's limits make a page unreadable. */
export const LIMITS = { bytes: 8000, decodedBytes: 2000, ratio: 200, depth: 64, tokens: 20 } as const;

const SERVED: readonly (readonly [string, SentHeaders])[] = [
  ['', { contentType: 'text/html' }],
  ['/cached', { contentType: 'text/html', cacheControl: 'max-age=60' }],
  ['/octets', { contentType: 'application/octet-stream' }],
];

const encoder = new TextEncoder();
const samples = new Map<string, Sample>();

function html(title: string, tokens: readonly string[], filling: string, loads: readonly string[]): Uint8Array {
  const features = tokens.map((token) => `<div data-feature="${token}">Feature ${token}</div>`).join('\n');
  const scripts = loads.map((key) => `<script src="/${key}"></script>`).join('');
  return encoder.encode(
    `<!doctype html>\n<html><head><title>${title}</title>${scripts}</head><body>\n<h1>${title}</h1>\n${features}\n<p>${filling}</p>\n</body></html>\n`,
  );
}

function variants(
  title: string,
  tokens: readonly string[],
  loads: readonly string[] = [],
  filling = 'Welcome',
): readonly Sample[] {
  const bytes = html(title, tokens, filling, loads);
  return SERVED.map(([suffix, headers]) => {
    const digest = sha256(bytes);
    const identity = identify(digest, splitMark(headers).headers);
    const undecidable = bytes.length > LIMITS.decodedBytes;
    const name = `${title}{${tokens.join('')}${undecidable ? '?' : ''}}${suffix}`;
    const sample = {
      name,
      bytes,
      headers,
      sha256: digest,
      identity,
      tokens: undecidable ? [] : tokens,
      loads,
      undecidable,
    };
    samples.set(identity, sample);
    return sample;
  });
}

/** What may be uploaded to each page, each with three sets of headers. The first of each is uploaded first. */
export const POOL: Readonly<Record<'P' | 'Q', readonly (readonly Sample[])[]>> = {
  P: [
    variants('p0', ['X', 'Y'], [SCRIPT]),
    variants('p1', ['X', 'Y']),
    variants('p2', ['X', 'Y', 'Z'], [SCRIPT]),
    variants('p3', ['X']),
    variants('p4', ['Y']),
    variants('p5', ['X', 'Y', 'Z']),
    variants('p6', ['Z']),
    variants('p7', ['X'], [], 'much '.repeat(600)),
  ],
  Q: [
    variants('q0', ['W']),
    variants('q1', ['X', 'W']),
    variants('q2', ['Y', 'W']),
    variants('q3', ['Z', 'W']),
    variants('q4', ['W']),
  ],
};

/** The sample with this identity; a deletion is none. */
export function sampleOf(identity: string): Sample | undefined {
  return samples.get(identity);
}

/** A short name for traces. */
export function nameOf(identity: string): string {
  return identity === DELETED ? 'DELETED' : (samples.get(identity)?.name ?? identity.slice(0, 8));
}
