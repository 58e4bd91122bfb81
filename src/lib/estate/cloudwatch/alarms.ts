import { CloudWatch, paginateDescribeAlarms, type AlarmType } from '@aws-sdk/client-cloudwatch';
import { gone } from '../../capture/failure.ts';
import { awsCommands, callsOf, tagCalls } from '../shared/aws-command.ts';
import { configOf } from '../shared/config.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { tagList, tagsOf } from '../shared/tags.ts';

/** What an alarm only looks like at the moment, or what AWS calls it. */
const SEEN = /^(?:AlarmArn|State.*|EvaluationState|AlarmConfigurationUpdatedTimestamp|ActionsSuppressed(?:By|Reason))$/;

/** Lists whose order means nothing. */
const UNORDERED = new Set(['OKActions', 'AlarmActions', 'InsufficientDataActions']);

const PUT = { metric: 'put-metric-alarm', composite: 'put-composite-alarm', log: 'put-log-alarm' } as const;

/** Alarms of metrics and logs without their states. */
export const alarms: Kind = alarmsOf(['MetricAlarm', 'LogAlarm']);

/** Alarms over other alarms: a kind of their own, as they come back after these. */
export const compositeAlarms: Kind = alarmsOf(['CompositeAlarm']);

function alarmsOf(AlarmTypes: AlarmType[]): Kind {
  return {
    async *list(estate, region) {
      const client = estate.client(CloudWatch, region);
      for await (const page of paginateDescribeAlarms({ client, pageSize: 100 }, { AlarmTypes })) {
        const found = [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []), ...(page.LogAlarms ?? [])];
        for (const { AlarmName = '' } of found) yield { id: AlarmName, name: AlarmName };
      }
    },
    async capture(resource, sink, estate) {
      const client = estate.client(CloudWatch, resource.region);
      const { MetricAlarms, CompositeAlarms, LogAlarms } = await client.describeAlarms({
        AlarmNames: [resource.id],
        AlarmTypes,
      });
      const [metric, composite, log] = [MetricAlarms?.[0], CompositeAlarms?.[0], LogAlarms?.[0]];
      const alarm = metric ?? composite ?? log;
      if (!alarm) throw gone(resource);
      const { Tags } = await client.listTagsForResource({ ResourceARN: alarm.AlarmArn });
      const entries = Object.entries(alarm).map(
        ([name, value]: [string, unknown]) =>
          [name, UNORDERED.has(name) && Array.isArray(value) ? value.map(String).toSorted() : value] as const,
      );
      const config = Object.fromEntries(entries.filter(([name]) => !SEEN.test(name)));
      if (Array.isArray(config['Dimensions'])) config['Dimensions'] = byName(config['Dimensions']);
      const kind = metric ? 'metric' : composite ? 'composite' : 'log';
      const { AlarmDescription, ...rest } = config;
      const described = Object(await hideSecrets({ AlarmDescription }, 'config', sink));
      await sink.json('config.json', {
        ...rest,
        ...described,
        kind,
        tags: await hideSecrets(tagsOf(Tags), 'tags', sink),
      });
      await sink.json('observed.json', Object.fromEntries(entries.filter(([name]) => SEEN.test(name))));
    },
    async commands(captured, live, to) {
      const call = callsOf('cloudwatch', captured);
      const { tags, kind, ...alarm } = await configOf(captured);
      const put = PUT[kind === 'composite' || kind === 'log' ? kind : 'metric'];
      const input = { ...alarm, AlarmName: to.nameOf('cloudwatch', captured.entry.name) };
      if (!live) return awsCommands(to, [call(put, { ...input, Tags: tagList(tags) })]);
      const { AlarmArn }: { AlarmArn?: unknown } = Object(await live.json('observed.json'));
      return awsCommands(to, [
        call(put, input),
        ...tagCalls(tags, (await configOf(live)).tags, {
          set: (set) => call('tag-resource', { ResourceARN: AlarmArn, Tags: tagList(set) }),
          remove: (TagKeys) => call('untag-resource', { ResourceARN: AlarmArn, TagKeys }),
        }),
      ]);
    },
  };
}

function byName(dimensions: readonly { readonly Name?: string }[]): unknown {
  return dimensions.toSorted((a, b) => ((a.Name ?? '') < (b.Name ?? '') ? -1 : 1));
}
