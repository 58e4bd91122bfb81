import * as z from 'zod';
import { isMistakes, readDocument } from '../site/config-document.ts';
import { explain, invalid, type Issue } from '../site/config-mistakes.ts';
import { list, mapping, oneOf, say, text } from '../site/config-words.ts';
import { globFault } from '../site/glob.ts';
import { withoutSlash } from './selection.ts';
import type { Service } from './service.ts';

/** What `capture.yml` says. */
export interface CaptureConfig {
  /** Where captures are kept, as written; a relative path is below the file's folder. */
  readonly to?: string;
  readonly regions?: readonly string[];
  /** Names of the services that are captured; absent: all. */
  readonly only?: readonly string[];
  /** Only resources with all of these tags. */
  readonly tags: Readonly<Record<string, string>>;
  readonly services: Readonly<Record<string, ServiceConfig>>;
}

/** What it says of one service. */
export interface ServiceConfig {
  /** Globs over names of resources; absent: all. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** As the service's own `options` read them. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The services that a configuration may speak of. */
export interface KnownServices {
  readonly names: readonly string[];
  load(names: readonly string[]): Promise<readonly Service[]>;
}

const NAME_GLOB = z
  .string({ error: say('is not text', 'write a glob in quotes, e.g. "web-*"') })
  .superRefine((glob, context) => {
    const fault = glob === '' ? 'is empty; fix: write a glob in quotes, e.g. "web-*"' : globFault(withoutSlash(glob));
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

const SELECTING = {
  include: list(NAME_GLOB, 1, 200, 'write e.g. include: ["web-*"]').optional(),
  exclude: list(NAME_GLOB, 1, 200, 'write e.g. exclude: ["*-test"]').optional(),
};

const REGION = text(/^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/, 'is no region', 'write e.g. eu-central-1');

function fileSchema(names: readonly string[]) {
  const general = {
    to: text(/^[^\p{Cc}]{1,1000}$/u, 'is no place', 'write a folder or s3://bucket/prefix').optional(),
    regions: list(REGION, 1, 40, 'write e.g. regions: [us-east-1, eu-central-1]').optional(),
    only: list(oneOf(names), 1, 100, 'write e.g. only: [s3, lambda]').optional(),
    tags: z
      .record(z.string(), z.string({ error: say('is not text', 'write the tag in quotes') }), {
        error: say('is not a mapping', 'write e.g. tags: { project: sails }'),
      })
      .default({}),
  };
  const services = Object.fromEntries(names.map((name) => [name, z.unknown().optional()]));
  return { schema: mapping({ ...services, ...general }, 'write e.g. to: captures'), general: z.object(general) };
}

/**
 * Reads a `capture.yml`. What it says of a service is checked by that service's own `options`; where those have an `include` or
 * `exclude` of their own, these are the service's. Throws `CONFIG.INVALID` as for `holdfast.yml`.
 */
export async function parseCaptureConfig(
  source: string,
  fileName: string,
  known: KnownServices,
): Promise<CaptureConfig> {
  const document = readDocument(source);
  if (isMistakes(document)) throw invalid(fileName, document);
  const value = document.value ?? {};
  const { schema, general } = fileSchema(known.names);
  const issues: Issue[] = [...(schema.safeParse(value).error?.issues ?? [])];
  const services: Record<string, ServiceConfig> = {};
  for (const service of await known.load(named(value, known.names))) {
    const read = ofService(service, Object.entries(value).find(([name]) => name === service.name)?.[1]);
    if ('issues' in read) issues.push(...read.issues);
    else services[service.name] = read;
  }
  const mistakes = issues.flatMap((issue) => explain(document, issue));
  if (mistakes.length > 0) throw invalid(fileName, mistakes);
  return { ...general.parse(value), services };
}

function named(value: unknown, names: readonly string[]): readonly string[] {
  return typeof value === 'object' && value !== null ? names.filter((name) => Object.hasOwn(value, name)) : [];
}

function ofService(
  { name, options }: Service,
  written: unknown,
): ServiceConfig | { readonly issues: readonly Issue[] } {
  const own = options?.shape ?? {};
  const selecting = Object.fromEntries(Object.entries(SELECTING).filter(([key]) => !(key in own)));
  const read = mapping({ ...selecting, ...own }, `write e.g. ${name}: { include: ["web-*"] }`).safeParse(written);
  if (!read.success) return { issues: below(name, read.error.issues) };
  const { include, exclude } = z.object(SELECTING).parse(pick(read.data, Object.keys(selecting)));
  const checked = (options ?? z.object({})).safeParse(
    pick(z.record(z.string(), z.unknown()).parse(written), Object.keys(own)),
  );
  if (!checked.success) return { issues: below(name, checked.error.issues) };
  return { ...(include && { include }), ...(exclude && { exclude }), options: checked.data };
}

const below = (name: string, issues: readonly Issue[]): readonly Issue[] =>
  issues.map((issue) => ({ ...issue, path: [name, ...issue.path] }));

function pick(value: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}
