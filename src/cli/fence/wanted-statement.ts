import { conditionalWrites, partitionOf, type Statement } from '../../lib/aws/bucket-policy-statement.ts';
import type { Stack } from '../../lib/aws/stack.ts';
import { pagePatterns, type Inexpressible } from '../../lib/deploy/policy-globs.ts';
import type { Site } from '../../lib/site/site.ts';

/** The statement that makes writes of a site's pages conditional, or the globs that no policy can say. Pure. */
export function wantedStatement(
  site: Site,
  { region }: Pick<Stack, 'region'>,
): { readonly kind: 'statement'; readonly statement: Statement } | Inexpressibles {
  const said = pagePatterns(site);
  if (said.kind === 'inexpressible') return said;
  const at = { bucket: site.production.bucket, partition: partitionOf(region) };
  return { kind: 'statement', statement: conditionalWrites(site.name, at, said.patterns) };
}

interface Inexpressibles {
  readonly kind: 'inexpressible';
  readonly globs: readonly Inexpressible[];
}
