import { classify } from '../lib/site/glob.ts';
import type { Site } from '../lib/site/site.ts';
import { usage } from './outcome.ts';
import { printable } from './printable.ts';

/** The page that was named, or `undefined` for the whole site; throws `CLI.USAGE` when it is no page of the site. */
export function pageKey(site: Site, key: string | undefined): string | undefined {
  if (key === undefined || classify(site, key) === 'page') return key;
  throw usage(
    `${printable(key)} is no page of ${site.name}.`,
    slashHint(key) ??
      `Pages are the keys that match ${site.pages.join(', ')}${site.production.prefix && ` under ${site.production.prefix}`}.`,
  );
}

/** For who wrote a path where a key is asked for. */
export function slashHint(key: string): string | undefined {
  return key.startsWith('/') ? `Keys begin without a slash: ${printable(key.replace(/^\/+/, ''))}` : undefined;
}
