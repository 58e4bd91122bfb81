import type { NotificationConfiguration, QueueConfiguration } from '@aws-sdk/client-s3';

/** A bucket's whole notification configuration, as S3 has it. */
export type Notifications = NotificationConfiguration;

/** Everything after which a page may look different (S3 user guide, "Event notification types"). */
const EVENTS = ['s3:ObjectCreated:*', 's3:ObjectRemoved:*', 's3:LifecycleExpiration:*'] as const;

/** Our own rule in a bucket's notification configuration. */
export interface OwnRule {
  readonly id: string;
  readonly queueArn: string;
  /** Key prefix of the site, empty for the whole bucket. */
  readonly prefix: string;
}

/** Somebody's rule that S3 would refuse beside ours. */
export interface Overlap {
  readonly id: string;
  readonly destination: string;
  readonly events: readonly string[];
  readonly prefix: string;
}

/** The id of our rule of a site: it tells whose rule it is, in any bucket. */
export function ruleId(stage: string, site: string): string {
  return `holdfast-${stage}-${site}`;
}

/** The configuration with our rule in place of an older one of ours; every other rule is the very same object. */
export function withRule(configuration: Notifications, rule: OwnRule): Notifications {
  const others = (configuration.QueueConfigurations ?? []).filter(({ Id }) => Id !== rule.id);
  return { ...configuration, QueueConfigurations: [...others, asConfiguration(rule)] };
}

/** The configuration without our rule; every other rule is the very same object. */
export function withoutRule(configuration: Notifications, id: string): Notifications {
  const { QueueConfigurations: queues = [], ...rest } = configuration;
  const others = queues.filter(({ Id }) => Id !== id);
  return others.length > 0 ? { ...rest, QueueConfigurations: others } : rest;
}

/** The configuration with EventBridge turned on or off; no rule is touched. */
export function withEventBridge(configuration: Notifications, on: boolean): Notifications {
  const { EventBridgeConfiguration: _, ...rest } = configuration;
  return on ? { ...rest, EventBridgeConfiguration: {} } : rest;
}

/** Whether our rule stands there exactly as it should. */
export function hasRule(configuration: Notifications, rule: OwnRule): boolean {
  const found = findRule(configuration, rule.id);
  if (!found || found.QueueArn !== rule.queueArn) return false;
  const filters = found.Filter?.Key?.FilterRules ?? [];
  const events = found.Events ?? [];
  return (
    events.length === EVENTS.length &&
    EVENTS.every((event) => events.includes(event)) &&
    filters.every(({ Name, Value }) => Name?.toLowerCase() === 'prefix' || !Value) &&
    filterValue(filters, 'prefix') === rule.prefix
  );
}

/** Our rule as it stands there, by its id. */
export function findRule(configuration: Notifications, id: string): QueueConfiguration | undefined {
  return configuration.QueueConfigurations?.find(({ Id }) => Id === id);
}

/** The sites for which this stage has a rule in the configuration. */
export function ruledSites(configuration: Notifications, stage: string): string[] {
  const prefix = ruleId(stage, '');
  const ids = (configuration.QueueConfigurations ?? []).flatMap(({ Id }) => Id ?? []);
  return ids.filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
}

/**
 * The rules that S3 would refuse beside ours: they share an event and a key. Ours has no suffix, so every suffix
 * overlaps with it.
 */
export function overlaps(configuration: Notifications, rule: OwnRule): Overlap[] {
  return all(configuration).filter(
    (other) =>
      other.id !== rule.id &&
      (other.prefix.startsWith(rule.prefix) || rule.prefix.startsWith(other.prefix)) &&
      other.events.some((event) => EVENTS.some((own) => sameEvent(own, event))),
  );
}

function all({ QueueConfigurations, TopicConfigurations, LambdaFunctionConfigurations }: Notifications) {
  return [
    ...(QueueConfigurations ?? []).map((rule) => ({ rule, destination: rule.QueueArn })),
    ...(TopicConfigurations ?? []).map((rule) => ({ rule, destination: rule.TopicArn })),
    ...(LambdaFunctionConfigurations ?? []).map((rule) => ({ rule, destination: rule.LambdaFunctionArn })),
  ].map(({ rule, destination = '' }) => ({
    id: rule.Id ?? '',
    destination,
    events: rule.Events ?? [],
    prefix: filterValue(rule.Filter?.Key?.FilterRules ?? [], 'prefix'),
  }));
}

function asConfiguration({ id, queueArn, prefix }: OwnRule): QueueConfiguration {
  const filter = { Key: { FilterRules: [{ Name: 'prefix' as const, Value: prefix }] } };
  return { Id: id, QueueArn: queueArn, Events: [...EVENTS], ...(prefix !== '' && { Filter: filter }) };
}

function filterValue(rules: readonly { Name?: string; Value?: string }[], name: string): string {
  return rules.find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? '';
}

/** `s3:ObjectCreated:*` and `s3:ObjectCreated:Put` are the same event to S3. */
function sameEvent(a: string, b: string): boolean {
  const [stemA, stemB] = [a, b].map((event) => event.replace(/\*$/, ''));
  return a === b || (a.endsWith('*') && b.startsWith(stemA ?? a)) || (b.endsWith('*') && a.startsWith(stemB ?? b));
}
