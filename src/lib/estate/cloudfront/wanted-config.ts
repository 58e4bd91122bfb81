import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import * as z from 'zod';
import { isObject } from '../../capture/plain-value.ts';
import type { Target } from '../../capture/restore.ts';
import { isSecretReference, type SecretReference } from '../../capture/secrets.ts';

const CONFIG = z.custom<DistributionConfig>(isObject);

/** What a distribution should be. */
export interface WantedConfig {
  readonly config: DistributionConfig;
  /** Secrets that nobody knows, by their references' names. */
  readonly unknown: readonly string[];
}

/**
 * A captured configuration as it should be: ids as they are now, and secrets by what is live where that is the same, else by
 * what the operator gives.
 */
export async function wantedConfig(
  captured: unknown,
  live: DistributionConfig | undefined,
  to: Pick<Target, 'idOf' | 'secret' | 'secrets'>,
): Promise<WantedConfig> {
  const known = new Map<string, string>();
  const unknown: string[] = [];
  for (const reference of referencesIn(captured)) {
    const value = liveValue(reference, live, to) ?? (await to.secret(reference));
    if (value === undefined) unknown.push(reference.ref);
    else known.set(reference.ref, value);
  }
  return { config: CONFIG.parse(filled(captured, known, to)), unknown };
}

function referencesIn(value: unknown): readonly SecretReference[] {
  if (isSecretReference(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}

/** A header's value that is live and is the captured one, whatever origin has it. */
function liveValue(
  reference: SecretReference,
  live: DistributionConfig | undefined,
  { secrets }: Pick<Target, 'secrets'>,
): string | undefined {
  const headers = live?.Origins?.Items?.flatMap(({ CustomHeaders }) => CustomHeaders?.Items ?? []) ?? [];
  return headers.find(({ HeaderValue = '' }) => secrets.matches(reference, HeaderValue))?.HeaderValue;
}

/** Members that refer to something else. All others are a distribution's own words, whatever else is called so. */
const REFERS = new Set([
  'DomainName',
  'Bucket',
  'OriginAccessControlId',
  'OriginAccessIdentity',
  'VpcOriginId',
  'AnycastIpListId',
  'CachePolicyId',
  'OriginRequestPolicyId',
  'ResponseHeadersPolicyId',
  'FieldLevelEncryptionId',
  'WebACLId',
  'FunctionARN',
  'LambdaFunctionARN',
  'RealtimeLogConfigArn',
  'ACMCertificateArn',
  'ContinuousDeploymentPolicyId',
  // The same as ACMCertificateArn or IAMCertificateId, by its old name.
  'Certificate',
  'IAMCertificateId',
  // Its items are ids of key groups.
  'TrustedKeyGroups',
]);

function filled(
  value: unknown,
  known: ReadonlyMap<string, string>,
  to: Pick<Target, 'idOf'>,
  refers: boolean = false,
): unknown {
  if (isSecretReference(value)) return known.get(value.ref) ?? '';
  if (typeof value === 'string') return refers ? nowCalled(value, to) : value;
  if (Array.isArray(value)) return value.map((each) => filled(each, known, to, refers));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      filled(each, known, to, REFERS.has(key) || (refers && key === 'Items')),
    ]),
  );
}

/** Also of an identity's path, and of a bucket's host. */
function nowCalled(value: string, to: Pick<Target, 'idOf'>): string {
  const whole = to.idOf(value);
  if (whole !== value) return whole;
  const identity = /^(origin-access-identity\/cloudfront\/)(.+)$/.exec(value);
  if (identity) return `${identity[1]}${to.idOf(identity[2] ?? '')}`;
  const bucket = /^([a-z0-9.-]{3,63})(\.s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?)$/.exec(value);
  return bucket ? `${to.idOf(bucket[1] ?? '')}${bucket[2]}` : value;
}
