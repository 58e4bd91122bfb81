import { CloudFront, type DistributionConfig } from '@aws-sdk/client-cloudfront';
import * as z from 'zod';
import { changeLine } from '../../capture/change-line.ts';
import { compareDocuments } from '../../capture/compare-documents.ts';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { keyOf } from '../../capture/resource.ts';
import type { Made, Restorer, Step, Target } from '../../capture/restore.ts';
import { HoldfastError } from '../../errors.ts';
import { restored } from '../shared/restored.ts';
import { tagLines } from '../shared/tag-changes.ts';
import { conflictingAliases } from './aliases.ts';
import { applyTags } from './cloudfront-tags.ts';
import { distributionDocument, readDistribution, tagsOf, type LiveDistribution } from './distribution.ts';
import { COPY_DIFFERS, copyConfig, copyNamed, copyReference } from './drill-copy.ts';
import { applyMetrics, moreMetrics } from './metrics.ts';
import { moved, orMoved } from './moved.ts';
import { removeCopy } from './remove-copy.ts';
import { TEXTS } from '../../capture/texts.ts';
import { wantedConfig } from './wanted-config.ts';

const MONITORING = z.object({ additionalMetrics: z.string() });
const OBSERVED = z.object({ arn: z.string(), domainName: z.string() });

/** Distributions by their configuration, on condition of the ETag; those that are gone are made anew under another id. */
export const restoreDistributions: Restorer = {
  after: ['s3', 'lambda', 'apigateway', 'cloudfront-functions', 'cloudfront-keys', 'cloudfront-policies'],
  drillDiffers: COPY_DIFFERS,
  async plan(captured, to, estate) {
    const cloudfront = estate.client(CloudFront);
    const what = `distribution ${captured.entry.name}`;
    const { entry } = captured;
    // In a drill the live one is only looked at, for secrets that are the same still.
    const original = await readDistribution(cloudfront, to.drill === undefined ? to.idOf(entry.id) : entry.id);
    const live = to.drill === undefined ? original : await copyOf(cloudfront, captured, to);
    const { config, unknown } = await wantedConfig(await captured.json('config.json'), original?.config, to);
    if (unknown.length > 0) return [{ kind: 'impossible', what, why: unknownSecrets(unknown) }];
    const goal = await goalOf(captured, config, to);
    const taken = await conflictingAliases(cloudfront, goal.config, live);
    if (taken !== undefined) return [{ kind: 'impossible', what, why: taken }];
    const details = live ? await differences(cloudfront, live, goal, hiding(captured, to)) : ['It is gone.'];
    if (live && details.length === 0) return [{ kind: 'leave', what, made: await madeOf(captured, live, to) }];
    return [stepOf(cloudfront, captured, { what, details, live, goal }, to)];
  },
  remove: (made, estate) => removeCopy(estate.client(CloudFront), made.resource, estate),
};

/** What a distribution should be, with its tags and metrics. */
interface Goal {
  readonly config: DistributionConfig;
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: string;
}

async function goalOf(captured: CapturedResource, config: DistributionConfig, to: Target): Promise<Goal> {
  const { service, name } = captured.entry;
  const tags = TEXTS.parse(await captured.json('tags.json'));
  if (to.drill !== undefined)
    return { config: copyConfig(config, to.nameOf(service, name)), tags, metrics: 'Disabled' };
  return { config, tags, metrics: MONITORING.parse(await captured.json('monitoring.json')).additionalMetrics };
}

async function copyOf(cloudfront: CloudFront, { entry }: CapturedResource, to: Target) {
  const known = to.idOf(entry.id);
  const id = known === entry.id ? await copyNamed(cloudfront, to.nameOf(entry.service, entry.name)) : known;
  return id === undefined ? undefined : readDistribution(cloudfront, id);
}

function unknownSecrets(names: readonly string[]): string {
  return `Nobody knows ${names.join(', ')} any more: give the values with --secrets-file.`;
}

/** Hides values of both sides alike, so that they compare by their hashes. */
function hiding({ entry }: CapturedResource, { secrets }: Target) {
  return { secret: async (name: string, value: string) => secrets.hide(`${keyOf(entry)}/${name}`, value) };
}

async function differences(
  cloudfront: CloudFront,
  live: LiveDistribution,
  goal: Goal,
  sink: ReturnType<typeof hiding>,
): Promise<readonly string[]> {
  const [before, after] = [
    await distributionDocument(live.config, sink),
    await distributionDocument(goal.config, sink),
  ];
  const metrics = await moreMetrics(cloudfront, live.id);
  return [
    ...compareDocuments('config.json', before, after).map(changeLine),
    ...tagLines(await tagsOf(cloudfront, live.arn), goal.tags),
    ...(metrics === goal.metrics ? [] : [`additional metrics: ${goal.metrics}`]),
  ];
}

interface Planned {
  readonly what: string;
  readonly details: readonly string[];
  readonly live: LiveDistribution | undefined;
  readonly goal: Goal;
}

function stepOf(cloudfront: CloudFront, captured: CapturedResource, planned: Planned, to: Target): Step {
  const { what, details, live, goal } = planned;
  return {
    kind: live ? 'change' : 'create',
    what,
    details,
    async apply() {
      const now = live
        ? await updated(cloudfront, live, planned, hiding(captured, to))
        : await created(cloudfront, captured, planned, to);
      await applyTags(cloudfront, now.arn, goal.tags);
      await applyMetrics(cloudfront, now.id, goal.metrics);
      return madeOf(captured, now, to);
    },
  };
}

async function madeOf(captured: CapturedResource, now: LiveDistribution, to: Target): Promise<Made> {
  const seen = OBSERVED.parse(await captured.json('observed.json'));
  return restored(captured.entry, now.id, to, { [seen.arn]: now.arn, [seen.domainName]: now.domainName });
}

async function updated(
  cloudfront: CloudFront,
  live: LiveDistribution,
  { what, goal }: Planned,
  sink: ReturnType<typeof hiding>,
): Promise<LiveDistribution> {
  const now = await readDistribution(cloudfront, live.id);
  if (!now) throw moved(what);
  const document = async (config: DistributionConfig) => distributionDocument(config, sink);
  const left = compareDocuments('config.json', await document(now.config), await document(goal.config));
  if (left.length === 0) return now;
  if (now.etag !== live.etag) throw moved(what);
  const { CallerReference } = now.config;
  const DistributionConfig = { ...goal.config, CallerReference };
  await cloudfront.updateDistribution({ Id: live.id, IfMatch: live.etag, DistributionConfig }).catch(orMoved(what));
  return now;
}

/** Asked twice with the same reference and configuration, CloudFront gives the one that it made. */
async function created(
  cloudfront: CloudFront,
  { entry }: CapturedResource,
  { what, goal }: Planned,
  to: Target,
): Promise<LiveDistribution> {
  const reference =
    to.drill === undefined ? `holdfast ${to.capture} ${entry.id}` : copyReference(to.nameOf(entry.service, entry.name));
  const DistributionConfig = { ...goal.config, CallerReference: reference };
  const { Distribution } = await cloudfront.createDistribution({ DistributionConfig }).catch(orTaken(what));
  const made = await readDistribution(cloudfront, Distribution?.Id ?? '');
  if (!made) throw moved(what);
  return made;
}

function orTaken(what: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error) || error.name !== 'CNAMEAlreadyExists') throw error;
    const hint = 'Take the name from the distribution that has it, which may be in another account.';
    throw new HoldfastError('RESTORE.TAKEN', `${what}: ${error.message}`, { hint, cause: error });
  };
}
