import { HoldfastError } from '../errors.ts';
import type { SiteAddress } from '../upload/pages-of.ts';

export type { SiteAddress };

/** What `on-upload` is told. */
export interface UploadEnv {
  readonly stage: string;
  readonly table: string;
  readonly queueUrl: string;
  readonly snapshots: string;
  readonly sites: readonly SiteAddress[];
}

/** What `on-sweep` is told. */
export type SweepEnv = Omit<UploadEnv, 'snapshots'>;

/** What `on-incident` is told. `slackApi` is the base address of Slack's web API, `api` that of the stack's own. */
export interface IncidentEnv {
  readonly stage: string;
  readonly table: string;
  readonly snapshots: string;
  readonly topicArn: string;
  /** The queue of what could not be told for now. */
  readonly untoldUrl: string;
  readonly slackApi: string;
  readonly api: string;
}

/** What `on-request` is told. `api` is its own address, without a slash at its end. */
export interface RequestEnv extends UploadEnv {
  readonly api: string;
}

type Source = Readonly<Record<string, string | undefined>>;

/** Reads what `on-upload` needs; throws `ENV.INVALID` with the variable's name. Once per container is enough. */
export function uploadEnv(source: Source = process.env): UploadEnv {
  return { ...sweepEnv(source), snapshots: need(source, 'HOLDFAST_SNAPSHOTS') };
}

/** Reads what `on-sweep` needs; throws `ENV.INVALID` with the variable's name. */
export function sweepEnv(source: Source = process.env): SweepEnv {
  return {
    ...stackEnv(source),
    queueUrl: need(source, 'HOLDFAST_QUEUE_URL'),
    sites: sitesIn(need(source, 'HOLDFAST_SITES')),
  };
}

/** Reads what `on-incident` needs; throws `ENV.INVALID` with the variable's name. */
export function incidentEnv(source: Source = process.env): IncidentEnv {
  return {
    ...stackEnv(source),
    snapshots: need(source, 'HOLDFAST_SNAPSHOTS'),
    topicArn: need(source, 'HOLDFAST_TOPIC_ARN'),
    untoldUrl: need(source, 'HOLDFAST_UNTOLD_URL'),
    slackApi: address('HOLDFAST_SLACK_API', source['HOLDFAST_SLACK_API'] || 'https://slack.com/api'),
    api: address('HOLDFAST_API_URL', need(source, 'HOLDFAST_API_URL')),
  };
}

/** Reads what `on-request` needs; throws `ENV.INVALID` with the variable's name. */
export function requestEnv(source: Source = process.env): RequestEnv {
  return { ...uploadEnv(source), api: address('HOLDFAST_API_URL', need(source, 'HOLDFAST_API_URL')) };
}

function stackEnv(source: Source): Pick<UploadEnv, 'stage' | 'table'> {
  return { stage: need(source, 'HOLDFAST_STAGE'), table: need(source, 'HOLDFAST_TABLE') };
}

function need(source: Source, name: string): string {
  const value = source[name];
  if (!value) throw invalid(name, 'is not set');
  return value;
}

/** An address without slashes at its end; throws `ENV.INVALID` when it is none. */
export function address(name: string, value: string): string {
  if (!URL.canParse(value)) throw invalid(name, 'is not an address');
  return value.replace(/\/+$/, '');
}

function sitesIn(json: string): readonly SiteAddress[] {
  const parsed = parse(json);
  if (!Array.isArray(parsed) || !parsed.every(isSite)) {
    throw invalid('HOLDFAST_SITES', 'must be a JSON list of {"name","bucket","prefix"}');
  }
  return parsed.map(({ name, bucket, prefix }) => ({ name, bucket, prefix }));
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw invalid('HOLDFAST_SITES', 'is not JSON', cause);
  }
}

function isSite(value: unknown): value is SiteAddress {
  if (typeof value !== 'object' || value === null) return false;
  const { name, bucket, prefix }: Record<string, unknown> = Object.fromEntries(Object.entries(value));
  return isText(name) && name !== '' && isText(bucket) && bucket !== '' && isPrefix(prefix);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isPrefix(value: unknown): boolean {
  return isText(value) && (value === '' || value.endsWith('/'));
}

/** What is said of an environment that the stack does not make. */
export function invalid(name: string, what: string, cause?: unknown): HoldfastError {
  const hint = 'The stack sets it: deploy again with `npm run deploy`.';
  return new HoldfastError('ENV.INVALID', `Environment variable ${name} ${what}`, { hint, cause });
}
