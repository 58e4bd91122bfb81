import { findConfig } from '../../lib/aws/find-config.ts';
import { readDocument } from '../../lib/site/config-document.ts';
import { guardedPlaces, type GuardedPlace } from './guarded-place.ts';

/**
 * The guarded places of the configuration, read without its schema, which takes longer to load than a hook may take. Where
 * the places cannot be seen so, the whole configuration is read, which says what is wrong with it.
 */
export async function configuredPlaces(path?: string): Promise<readonly GuardedPlace[]> {
  const document = readDocument(findConfig(path).text);
  const sites =
    'value' in document ? entriesOf(own(document.value, 'sites')).map(([name, site]) => siteOf(name, site)) : [];
  if (sites.length > 0 && sites.every((site) => site !== undefined)) return guardedPlaces(sites);
  const { loadConfig } = await import('../../lib/aws/config-file.ts');
  return guardedPlaces(loadConfig(path).sites);
}

function siteOf(name: string, site: unknown) {
  const production = placeOf(own(site, 'production'));
  const written = own(site, 'staging');
  const staging = written === undefined ? undefined : placeOf(written);
  if (!production || (written !== undefined && !staging)) return undefined;
  return { name, production, ...(staging && { staging }) };
}

function placeOf(target: unknown): { bucket: string; prefix: string } | undefined {
  const [bucket, prefix = ''] = [own(target, 'bucket'), own(target, 'prefix')];
  return typeof bucket === 'string' && typeof prefix === 'string' ? { bucket, prefix } : undefined;
}

function own(value: unknown, name: string): unknown {
  return entriesOf(value).find(([key]) => key === name)?.[1];
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
