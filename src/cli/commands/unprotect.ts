import { hasStatement, statementId } from '../../lib/aws/bucket-policy-statement.ts';
import { findRule, ruleId, withEventBridge, withoutRule } from '../../lib/aws/notification-rules.ts';
import type { OperatorBucket } from '../../lib/aws/operator-bucket.ts';
import type { Site } from '../../lib/site/site.ts';
import type { Session } from '../command.ts';
import { done, refusal, type Outcome } from '../outcome.ts';

/**
 * Takes our rule out of a bucket's notifications and leaves every other one, versioning and EventBridge alone.
 * EventBridge goes only when asked for: who else listens to it cannot be known from the bucket.
 */
export async function unprotect(site: Site, eventBridgeOff: boolean, session: Session): Promise<Outcome> {
  const { operator } = session;
  const bucket = operator.bucket(site.production.bucket);
  if ((await bucket.versioning()) === undefined) {
    throw refusal(`There is no bucket ${site.production.bucket}.`, 'There is nothing to undo.');
  }
  const id = ruleId(operator.stack.stage, site.name);
  const seen = await bucket.notifications();
  const found = findRule(seen, id) !== undefined;
  const turnOff = eventBridgeOff && seen.EventBridgeConfiguration !== undefined;
  const refuses = await refusesPlainWrites(site, bucket);
  const kept = [
    seen.EventBridgeConfiguration !== undefined && !eventBridgeOff ? KEPT : '',
    refuses ? stillRefuses(site) : '',
  ].join('');
  const value = { site: site.name, rule: id, removed: found, eventBridgeOff: turnOff, refusesPlainWrites: refuses };
  if (!found && !turnOff) return done(value, `${site.production.bucket} has no rule of ours.${kept}`);
  const lines = [
    `unprotect ${site.name}`,
    ...(found ? [`  notification rule ${id}: removed`] : []),
    ...(turnOff ? ['  EventBridge: on → off, for everybody who listens to this bucket'] : []),
    '  other rules, versioning, baselines and incidents: untouched',
  ];
  if ((await session.ask(lines.join('\n'))) === 'dry-run') return done({ ...value, done: false }, '');
  const without = withoutRule(seen, id);
  await bucket.setNotifications({ seen, next: turnOff ? withEventBridge(without, false) : without });
  return done({ ...value, done: true }, `Uploads to ${site.name} are no longer looked at as they come.${kept}`);
}

/** Whether the bucket's policy still has our statement, as far as it can be read by whoever asks. */
async function refusesPlainWrites({ name }: Site, bucket: Pick<OperatorBucket, 'policy'>): Promise<boolean> {
  const asked = async () => hasStatement(await bucket.policy(), statementId(name));
  return asked().catch(() => false);
}

const stillRefuses = ({ name }: Site): string =>
  ` S3 still refuses plain writes of its pages: npx holdfast protect ${name} --require-conditional-writes --undo ends that.`;

const KEPT =
  ' EventBridge stays on for the bucket: it costs nothing without rules, and others may listen. ' +
  'Turn it off with --eventbridge-off if nobody does.';
