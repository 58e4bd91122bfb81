import {
  NoSuchHealthCheck,
  paginateListHealthChecks,
  Route53,
  type HealthCheckConfig,
  type ResettableElementName,
} from '@aws-sdk/client-route-53';
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { changeLine } from '../../capture/change-line.ts';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { compareDocuments } from '../../capture/compare-documents.ts';
import { isObject } from '../../capture/plain-value.ts';
import { keyOf } from '../../capture/resource.ts';
import type { Restorer, Step, Target } from '../../capture/restore.ts';
import { SECRET_REFERENCE } from '../../capture/secrets.ts';
import { HoldfastError } from '../../errors.ts';
import { restored } from '../shared/restored.ts';
import { tagLines } from '../shared/tag-changes.ts';
import { without } from '../shared/without.ts';
import { checkDocument, readCheck, type LiveCheck } from './health-check.ts';
import { TEXTS } from '../../capture/texts.ts';
import { applyTags, readTags } from './route53-tags.ts';

const CONFIG = z.custom<HealthCheckConfig & { readonly ResourceQuery?: unknown }>(isObject);

/** What a health check is made with and keeps for good. */
const FIXED = ['Type', 'RequestInterval', 'MeasureLatency', 'RoutingControlArn'] as const;

/** Health checks, on condition of their version; those that are gone are made anew under another id. */
export const restoreChecks: Restorer = {
  after: ['cloudwatch'],
  drillDiffers: [
    ['config.json#Disabled', 'A copy is disabled: it asks nobody.'],
    ['tags.json#*aws:*', "AWS's own tags cannot be set."],
  ],
  async plan(captured, to, estate) {
    const route53 = estate.client(Route53);
    const { entry } = captured;
    const what = `health check ${entry.name}`;
    const original = await readCheck(route53, to.drill === undefined ? to.idOf(entry.id) : entry.id);
    const live = to.drill === undefined ? original : await copyOf(route53, captured, to);
    const config = await wantedConfig(captured, original, to);
    if (typeof config === 'string') return [{ kind: 'impossible', what, why: config }];
    const tags = TEXTS.parse(await captured.json('tags.json'));
    const fixed = live && FIXED.filter((name) => name in config && live.config[name] !== config[name]);
    if (fixed && fixed.length > 0) {
      const why = `Its ${fixed.join(', ')} cannot be changed: delete it (aws route53 delete-health-check), and it is made anew.`;
      return [{ kind: 'impossible', what, why }];
    }
    const details = live ? await differences(route53, live, { config, tags }, hiding(captured, to)) : ['It is gone.'];
    if (live && details.length === 0) return [{ kind: 'leave', what, made: restored(entry, live.id, to) }];
    return [stepOf(route53, captured, { what, details, live, config, tags }, to)];
  },
  async remove({ resource: { id: known, name } }, estate) {
    const route53 = estate.client(Route53);
    const live = known === name ? await copyNamed(route53, name) : await readCheck(route53, known);
    if (!live) return;
    if (live.callerReference !== copyReference(name))
      throw new HoldfastError('RESTORE.MOVED', `Health check ${live.id} was not made by this drill.`);
    await route53.deleteHealthCheck({ HealthCheckId: live.id }).catch((error: unknown) => {
      if (!(error instanceof NoSuchHealthCheck)) throw error;
    });
  },
};

/** References of callers have at most 64 characters here (Route 53 API reference, CreateHealthCheck). */
const LONGEST_REFERENCE = 64;

/** What is too long ends in a part of its hash: no two names have one reference. */
export function copyReference(name: string): string {
  const whole = `holdfast ${name}`;
  if (whole.length <= LONGEST_REFERENCE) return whole;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${whole.slice(0, LONGEST_REFERENCE - digest.length - 1)} ${digest}`;
}

async function copyOf(route53: Route53, { entry }: CapturedResource, to: Target): Promise<LiveCheck | undefined> {
  const known = to.idOf(entry.id);
  return known === entry.id ? copyNamed(route53, to.nameOf(entry.service, entry.name)) : readCheck(route53, known);
}

async function copyNamed(client: Route53, name: string): Promise<LiveCheck | undefined> {
  const reference = copyReference(name);
  for await (const { HealthChecks = [] } of paginateListHealthChecks({ client }, {})) {
    const found = HealthChecks.find(({ CallerReference }) => CallerReference === reference);
    if (found?.Id !== undefined) return readCheck(client, found.Id);
  }
  return undefined;
}

/** What it should be, or why nobody knows. */
async function wantedConfig(
  captured: CapturedResource,
  live: LiveCheck | undefined,
  to: Target,
): Promise<HealthCheckConfig | string> {
  const { ResourceQuery, ...config } = CONFIG.parse(await captured.json('config.json'));
  const { ResourcePath = '', ChildHealthChecks } = config;
  const reference = SECRET_REFERENCE.safeParse(ResourceQuery).data;
  const now = live?.config.ResourcePath?.split('?').slice(1).join('?') ?? '';
  const query = reference && (to.secrets.matches(reference, now) ? now : await to.secret(reference));
  if (reference && query === undefined)
    return `Nobody knows ${reference.ref} any more: give the value with --secrets-file.`;
  return {
    ...config,
    ...(query !== undefined && { ResourcePath: `${ResourcePath}?${query}` }),
    ...(ChildHealthChecks && { ChildHealthChecks: ChildHealthChecks.map((id) => to.idOf(id)) }),
    ...(to.drill !== undefined && { Disabled: true }),
  };
}

function hiding({ entry }: CapturedResource, { secrets }: Target) {
  return { secret: async (name: string, value: string) => secrets.hide(`${keyOf(entry)}/${name}`, value) };
}

interface Goal {
  readonly config: HealthCheckConfig;
  readonly tags: Readonly<Record<string, string>>;
}

async function differences(
  route53: Route53,
  live: LiveCheck,
  goal: Goal,
  sink: ReturnType<typeof hiding>,
): Promise<readonly string[]> {
  const [before, after] = [await checkDocument(live.config, sink), await checkDocument(goal.config, sink)];
  return [
    ...compareDocuments('config.json', before, after).map(changeLine),
    ...tagLines(await readTags(route53, { type: 'healthcheck', id: live.id }), goal.tags),
  ];
}

interface Planned extends Goal {
  readonly what: string;
  readonly details: readonly string[];
  readonly live: LiveCheck | undefined;
}

function stepOf(route53: Route53, captured: CapturedResource, planned: Planned, to: Target): Step {
  const { what, details, live, tags } = planned;
  return {
    kind: live ? 'change' : 'create',
    what,
    details,
    async apply() {
      const id = live
        ? await updated(route53, live, planned, hiding(captured, to))
        : await created(route53, captured, planned, to);
      await applyTags(route53, { type: 'healthcheck', id }, tags);
      return restored(captured.entry, id, to);
    },
  };
}

const RESETS: readonly ResettableElementName[] = [
  'ChildHealthChecks',
  'FullyQualifiedDomainName',
  'Regions',
  'ResourcePath',
];

async function updated(
  route53: Route53,
  live: LiveCheck,
  { what, config }: Planned,
  sink: ReturnType<typeof hiding>,
): Promise<string> {
  const now = await readCheck(route53, live.id);
  const moved = () => {
    const hint = 'Plan the restore again.';
    return new HoldfastError('RESTORE.MOVED', `${what} was changed meanwhile.`, { hint });
  };
  if (!now) throw moved();
  const [before, after] = [await checkDocument(now.config, sink), await checkDocument(config, sink)];
  if (compareDocuments('', before, after).length === 0) return live.id;
  if (now.version !== live.version) throw moved();
  const ResetElements = RESETS.filter((name) => now.config[name] !== undefined && config[name] === undefined);
  await route53
    .updateHealthCheck({
      ...without(config, ...FIXED),
      HealthCheckId: live.id,
      HealthCheckVersion: live.version,
      ...(ResetElements.length > 0 && { ResetElements }),
    })
    .catch((error: unknown) => {
      throw error instanceof Error && error.name === 'HealthCheckVersionMismatch' ? moved() : error;
    });
  return live.id;
}

/** Asked twice with the same reference and settings, Route 53 gives the one that it made. */
async function created(
  route53: Route53,
  { entry }: CapturedResource,
  { config }: Planned,
  to: Target,
): Promise<string> {
  const name = to.drill === undefined ? `${to.capture} ${entry.id}` : to.nameOf(entry.service, entry.name);
  const asked = { CallerReference: copyReference(name), HealthCheckConfig: config };
  return (await route53.createHealthCheck(asked)).HealthCheck?.Id ?? '';
}
