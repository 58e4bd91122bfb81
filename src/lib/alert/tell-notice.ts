import type { SlackTarget } from '../site/site.ts';
import type { SlackChannel, SnsChannel } from './channels.ts';
import { deliver } from './deliver.ts';
import type { Deliveries, Subject } from './deliveries.ts';
import type { Notice } from './notice.ts';
import { shownLine } from './shown-text.ts';
import { slackNotice } from './slack-message.ts';
import { snsNotice } from './sns-message.ts';

/** Where the alerter writes what only operators need to see. */
interface Log {
  error(message: string, about: Record<string, unknown>): void;
}

/** What telling needs. `by`: when the function must be done, so that no channel is waited for longer. */
export interface TellDeps {
  readonly deliveries: Deliveries;
  readonly slack: SlackChannel;
  readonly sns: SnsChannel;
  readonly log: Log;
  readonly now: Date;
  readonly by: Date;
}

/** Tells a notice over SNS, once. */
export async function tellNoticeBySns(
  subject: Subject,
  notice: Notice,
  deps: Omit<TellDeps, 'slack' | 'by'>,
): Promise<void> {
  await deliver(
    { subject, channel: 'sns' },
    (before) => {
      if (before?.told) return undefined;
      return {
        told: { entry: 1 },
        send: async () => {
          const outcome = await deps.sns.publish(snsNotice(notice));
          if (outcome.kind === 'sent') return { sentAt: deps.now.toISOString() };
          deps.log.error('SNS refuses a notice.', { ...subject, reason: outcome.reason });
          return { refused: outcome.reason };
        },
      };
    },
    deps,
  );
}

/** Posts a notice in Slack, and replaces the post when a later version of it (`entry`) has more to say. */
export async function tellNoticeBySlack(
  subject: Subject,
  { notice, entry, target }: { notice: Notice; entry: number; target: SlackTarget },
  deps: TellDeps,
): Promise<void> {
  await deliver(
    { subject, channel: 'slack' },
    (before) => {
      if (before?.told && before.told.entry >= entry) return undefined;
      return {
        told: { entry },
        send: async () => {
          const message = slackNotice(notice);
          const updated = before?.post && (await deps.slack.update(target, before.post, message, { by: deps.by }));
          if (updated?.kind === 'sent') return { sentAt: deps.now.toISOString() };
          const outcome =
            updated?.kind === 'refused' ? updated : await deps.slack.post(target, message, { by: deps.by });
          if (outcome.kind === 'sent') return { post: outcome.post, sentAt: deps.now.toISOString() };
          await noteRefusal({ site: notice.site, target, reason: outcome.reason }, deps);
          return { refused: outcome.reason };
        },
      };
    },
    deps,
  );
}

/** Slack will not take a site's alerts: says so in the log each time, and over SNS once an hour and site. */
export async function noteRefusal(
  { site, target, reason }: { site: string; target: SlackTarget; reason: string },
  deps: Omit<TellDeps, 'slack' | 'by'>,
): Promise<void> {
  deps.log.error('Slack refuses the alerts of a site.', { site, channel: target.channel, reason });
  const notice: Notice = {
    kind: 'channel',
    site,
    severity: 'high',
    title: `${shownLine(site, 40)}: Slack refuses alerts`,
    says:
      `Slack will not take the alerts of ${shownLine(site, 64)} for channel ${shownLine(target.channel, 80)}: ` +
      `${shownLine(reason, 200)}. Alerts go on over SNS. Mend the channel or the token in the site's configuration.`,
    lines: [],
    next: [{ does: 'Check the set-up', command: 'npx holdfast doctor' }],
  };
  await tellNoticeBySns({ kind: 'refusal', site, hour: deps.now.toISOString().slice(0, 13) }, notice, deps);
}
