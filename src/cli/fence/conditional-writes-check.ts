import { hasStatement, standingStatement, statementId } from '../../lib/aws/bucket-policy-statement.ts';
import type { Operator } from '../../lib/aws/operator.ts';
import { HoldfastError } from '../../lib/errors.ts';
import type { Site } from '../../lib/site/site.ts';
import { advice, right, wrong, type Check } from '../doctor/check.ts';
import { wantedStatement } from './wanted-statement.ts';

const WHAT = 'conditional writes';

/**
 * Whether S3 refuses plain writes of a site's pages, and of these pages alone. They need not be refused; who may not read
 * the policy is told that it was not looked at.
 */
export async function conditionalWritesCheck(
  site: Site,
  { bucket, stack }: Pick<Operator, 'bucket' | 'stack'>,
): Promise<Check> {
  try {
    return checkOf(site, await bucket(site.production.bucket).policy(), stack);
  } catch (error) {
    if (!(error instanceof HoldfastError) || !/\.(DENIED|POLICY)$/.test(error.code)) throw error;
    return advice(WHAT, `not looked at: ${error.message}`, 'Look with rights to read the policy (s3:GetBucketPolicy)');
  }
}

function checkOf(site: Site, policy: string | undefined, stack: Operator['stack']): Check {
  const require = `npx holdfast protect ${site.name} --require-conditional-writes`;
  const wanted = wantedStatement(site, stack);
  if (wanted.kind === 'inexpressible') {
    const globs = wanted.globs.map(({ glob }) => `"${glob}"`).join(', ');
    if (hasStatement(policy, statementId(site.name)))
      return wrong(WHAT, `required of other keys than the pages: no policy can name ${globs}`, `${require} --undo`);
    return right(WHAT, `not required of S3, and cannot be: no policy can name ${globs}`);
  }
  const stands = standingStatement(policy, wanted.statement);
  if (stands === 'current') return right(WHAT, 'S3 refuses writes of pages that name no condition');
  if (stands === 'other')
    return wrong(WHAT, 'the statement in the bucket policy is not for the pages as they are configured now', require);
  return right(WHAT, `not required of S3, which is a choice: ${require}`);
}
