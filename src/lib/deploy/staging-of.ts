import { HoldfastError } from '../errors.ts';
import { whyUnguardable } from '../site/glob.ts';
import type { Site, Target } from '../site/site.ts';

/** Where a site is tried out. Throws `DEPLOY.REFUSED` (D2) where it has no such place, with what to write. */
export function stagingOf({ name, staging, production }: Site): Target {
  if (staging) return staging;
  const example = `staging: { bucket: ${production.bucket}-staging } under sites.${name}`;
  const hint = `Write ${example} in holdfast.yml (the bucket must exist; a prefix: works, too), then npx holdfast apply ${name}.`;
  throw new HoldfastError('DEPLOY.REFUSED', `${name} has no staging: nothing goes live that nobody saw there (D2).`, {
    hint,
  });
}

/** Throws `DEPLOY.REFUSED` for a page that nobody could guard. */
export function refuseUnguardable({ production }: Site, pages: readonly string[]): void {
  for (const path of pages) {
    const why = whyUnguardable(production.prefix + path);
    if (why === undefined) continue;
    throw new HoldfastError('DEPLOY.REFUSED', `${path} could not be guarded: its key has ${why}.`, {
      hint: 'Give the page another name.',
    });
  }
}
