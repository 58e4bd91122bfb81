import { createHash } from 'node:crypto';
import { shownLine } from '../alert/shown-text.ts';
import { cdnPaths } from '../rollback/cdn-paths.ts';
import type { Target } from '../site/site.ts';
import { sha256 } from '../site/version.ts';
import type { Features } from './judge-candidate.ts';
import type { Standing } from './standing.ts';

/** Bytes as the proof block names them; `files` where it is of several at once. */
export interface Measured {
  readonly lines: number;
  readonly size: number;
  readonly md5: string;
  readonly sha256: string;
}

/** The six lines that are shown before anything is overwritten. */
export interface Proof {
  /** The page or file, relative to the prefix; of several files, how many. */
  readonly name: string;
  readonly local: Measured;
  /** Absent where nothing is live in production. `at`: when it was uploaded, ISO 8601. */
  readonly live?: Measured & { readonly at: string };
  readonly standing: Standing;
  readonly target: { readonly what: 'staging' | 'production'; readonly bucket: string; readonly key: string };
  /** Each distribution of the target with the paths that it is asked to forget. */
  readonly purges: readonly { readonly distribution: string; readonly paths: readonly string[] }[];
  readonly features: Features;
  /** Who accepted exactly these bytes on staging, and when. */
  readonly verified?: { readonly by: string; readonly at: string };
}

/** Measures decoded bytes. Lines as editors count them. */
export function measured(bytes: Uint8Array): Measured {
  let lines = 0;
  for (const byte of bytes) if (byte === 0x0a) lines += 1;
  const open = bytes.length > 0 && bytes.at(-1) !== 0x0a;
  return {
    lines: lines + (open ? 1 : 0),
    size: bytes.length,
    md5: createHash('md5').update(bytes).digest('hex'),
    sha256: sha256(bytes),
  };
}

/** What the distributions of a target forget when a key of it changes. */
export function purgesOf(target: Target, key: string): Proof['purges'] {
  const paths = cdnPaths(target, key);
  return target.distributions.map((distribution) => ({ distribution, paths }));
}

const STANDINGS: Readonly<Record<Standing, string>> = {
  same: 'SAME',
  behind: 'BEHIND',
  ahead: 'AHEAD',
  none: 'NOTHING',
};

/** Longest line that is shown, in characters. */
const LONGEST = 4000;

/** Longest name in it: what follows the name must be seen. */
const LONGEST_NAME = 1200;

/** A page may have hundreds of features: so many characters of each list are shown, that none hides the next. */
const LONGEST_LIST = 1000;

/** The proof block: always six lines, in this order; what cannot be seen in a name is spelled out. */
export function proofLines(proof: Proof, now: Date): readonly [string, string, string, string, string, string] {
  const { local, live, standing, target, purges, features, verified } = proof;
  const name = shownLine(proof.name, LONGEST_NAME);
  const shown = (line: string) => shownLine(line, LONGEST);
  return [
    shown(`local     ${name}  ${sized(local)}`),
    shown(
      live
        ? `live      ${name}  ${sized(live)}  ${STANDINGS[standing]}, ${age(live.at, now)} old`
        : `live      nothing: ${name} is new in production`,
    ),
    shown(`target    ${target.what}: s3://${target.bucket}/${target.key}`),
    shown(`purge     ${purges.length === 0 ? 'no distribution' : purges.map(purged).join('; ')}`),
    shown(`features  kept: ${named(features.kept)}; new: ${named(features.gained)}; lost: ${named(features.lost)}`),
    shown(`verified  ${verified ? `on staging by ${verified.by}, ${verified.at}` : UNVERIFIED}`),
  ];
}

const UNVERIFIED = 'not yet: nobody accepted these bytes on staging';

const sized = ({ lines, size, md5, sha256: digest }: Measured): string =>
  `${lines.toLocaleString('en')} ${lines === 1 ? 'line' : 'lines'}  ${size.toLocaleString('en')} bytes  md5 ${md5}  sha256 ${digest}`;

function named(tokens: readonly string[]): string {
  const all = tokens.join(', ');
  if (all.length <= LONGEST_LIST) return all || 'none';
  const shown = all.slice(0, all.lastIndexOf(', ', LONGEST_LIST)).split(', ');
  return `${shown.join(', ')} and ${tokens.length - shown.length} more`;
}

const purged = ({ distribution, paths }: Proof['purges'][number]): string =>
  `${distribution} ${paths.length === 0 ? 'has no path to it' : paths.join(' ')}`;

/** In the largest whole unit, e.g. `3 h`. */
function age(at: string, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / 60_000));
  if (minutes < 120) return `${minutes} min`;
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`;
}
