import { RE2JS } from 're2js';
import type { Site, Target } from '../site/site.ts';

/** What a distribution is set up to do, as far as a target needs it. */
export interface DistributionConfig {
  readonly origins: readonly { readonly id: string; readonly domain: string; readonly path: string }[];
  /** The origin of what no behavior names; of an origin group its first member. */
  readonly defaultOrigin: string;
  /** In the order in which they are tried. */
  readonly behaviors: readonly { readonly pattern: string; readonly origin: string }[];
  readonly errorPages: readonly ErrorPage[];
}

/** What visitors get instead of an error of the origin. */
export interface ErrorPage {
  readonly code: number;
  /** The path of the page, as visitors would ask for it; absent: CloudFront's own. */
  readonly page?: string;
  /** The status that it is answered with. */
  readonly as?: number;
}

/** What is wrong with a distribution of a target. */
export interface DistributionFault {
  readonly side: 'production' | 'staging';
  /** Absent: it is about all of that side. */
  readonly distribution?: string;
  /** One sentence; quotes what the distribution is set to. */
  readonly says: string;
}

/** What is asked about distributions. */
export interface DistributionDeps {
  /** `undefined` when there is no such distribution. */
  distributionConfig(id: string): Promise<DistributionConfig | undefined>;
  /** Whether something is live under a full key of a side's bucket. */
  exists(side: 'production' | 'staging', key: string): Promise<boolean>;
}

/**
 * Looks at the distributions of both sides: each has the target's bucket and origin path as an origin, its error pages are
 * in that bucket, and staging answers the same errors as production does.
 */
export async function compareDistributions(
  site: Site & { readonly staging: Target },
  deps: DistributionDeps,
): Promise<DistributionFault[]> {
  const faults: DistributionFault[] = [];
  const errors: Record<DistributionFault['side'], Set<string>> = { production: new Set(), staging: new Set() };
  for (const side of ['production', 'staging'] as const) {
    for (const distribution of site[side].distributions) {
      const config = await deps.distributionConfig(distribution);
      for (const page of config?.errorPages ?? []) errors[side].add(answered(page));
      const says = config ? await wrongWith(config, site[side], (key) => deps.exists(side, key)) : ['does not exist.'];
      faults.push(...says.map((each) => ({ side, distribution, says: each })));
    }
  }
  if (site.production.distributions.length === 0 || site.staging.distributions.length === 0) return faults;
  return [...faults, ...otherErrors(errors)];
}

async function wrongWith(
  config: DistributionConfig,
  target: Target,
  exists: (key: string) => Promise<boolean>,
): Promise<string[]> {
  const own = config.origins.filter((origin) => servesBucket(origin.domain, target.bucket));
  if (own.length === 0) return [`has no origin that is the bucket ${target.bucket}.`];
  const right = own.some(({ path }) => path === target.originPath);
  const paths = own.map(({ path }) => path || '/').join(', ');
  const wrong = right ? [] : [`has ${target.bucket} under the origin path ${paths}, not ${target.originPath || '/'}.`];
  for (const { code, page } of config.errorPages) {
    const key = page === undefined ? undefined : keyOf(config, target, page);
    if (key !== undefined && !(await exists(key))) wrong.push(`answers ${code} with ${page}, and there is no ${key}.`);
  }
  return wrong;
}

/**
 * Whether an origin's domain is one of S3 for this bucket: the REST endpoint, global or of a region, the website endpoint,
 * dual-stack and accelerated ones (S3 user guide, "Methods for accessing a bucket", "Website endpoints").
 */
export function servesBucket(domain: string, bucket: string): boolean {
  if (!domain.startsWith(`${bucket}.`)) return false;
  const endpoint = domain.slice(bucket.length + 1);
  return /^s3(-accelerate|-website)?(\.dualstack)?([.-][a-z]{2}(-[a-z]+)+-\d)?\.amazonaws\.com(\.cn)?$/.test(endpoint);
}

/** The key of an error page; `undefined` where another origin has it. */
function keyOf(config: DistributionConfig, target: Target, page: string): string | undefined {
  const id = config.behaviors.find(({ pattern }) => matches(pattern, page))?.origin ?? config.defaultOrigin;
  const origin = config.origins.find((each) => each.id === id);
  if (!origin || !servesBucket(origin.domain, target.bucket)) return undefined;
  return `${origin.path}${decoded(page)}`.replace(/^\//, '');
}

/** Path patterns have `*` for any characters and `?` for one; the slash before them may be left out. */
function matches(pattern: string, page: string): boolean {
  const expression = RE2JS.quote(pattern.replace(/^\//, ''))
    .replaceAll(String.raw`\*`, '.*')
    .replaceAll(String.raw`\?`, '.');
  return RE2JS.compile(expression, RE2JS.DOTALL).matches(page.replace(/^\//, ''));
}

function decoded(page: string): string {
  try {
    return decodeURIComponent(page);
  } catch {
    return page;
  }
}

const answered = ({ code, as, page }: ErrorPage): string =>
  `${code} ${page === undefined ? 'by itself' : `as ${as ?? code}`}`;

function otherErrors({
  production,
  staging,
}: {
  production: ReadonlySet<string>;
  staging: ReadonlySet<string>;
}): DistributionFault[] {
  const only = (mine: ReadonlySet<string>, theirs: ReadonlySet<string>) =>
    [...mine].filter((each) => !theirs.has(each));
  const lacks = only(production, staging).map((each) => `does not answer ${each} as production does.`);
  const more = only(staging, production).map((each) => `answers ${each}, and production does not.`);
  return [...lacks, ...more].map((says) => ({ side: 'staging', says }));
}
