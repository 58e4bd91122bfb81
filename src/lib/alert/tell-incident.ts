import { openDecisions } from '../incident/decisions.ts';
import type { Incident } from '../incident/incident.ts';
import type { SlackTarget } from '../site/site.ts';
import type { Alert } from './alert.ts';
import type { Refused } from './channels.ts';
import { deliver } from './deliver.ts';
import type { Delivery, Post, Told } from './deliveries.ts';
import { type News, newsOf } from './news.ts';
import type { SlackMessage } from './slack-blocks.ts';
import { slackMessage, slackReply } from './slack-message.ts';
import { snsMessage } from './sns-message.ts';
import { noteRefusal, type TellDeps } from './tell-notice.ts';

const HOUR_MS = 3_600_000;

/** An incident to be told; `alert` is made only when something is sent. */
export interface Telling {
  readonly incident: Incident;
  readonly alert: () => Promise<Alert>;
}

const toldOf = ({ entry, state, recurrences }: Incident): Told => ({ entry, state, recurrences });

/** Tells an incident's newest entry over SNS; a page that is restored again and again, at most hourly. */
export async function tellIncidentBySns({ incident, alert }: Telling, deps: TellDeps): Promise<void> {
  await deliver(
    { subject: { kind: 'incident', id: incident.id }, channel: 'sns' },
    (before) => {
      const news = newsOf(incident, before?.told);
      if (news === 'none' || news === 'quiet') return undefined;
      const tooSoon = news === 'again' && deps.now.getTime() - Date.parse(before?.sentAt ?? '') < HOUR_MS;
      return {
        told: toldOf(incident),
        send: async () => {
          if (tooSoon) return {};
          const outcome = await deps.sns.publish(snsMessage(await alert()));
          if (outcome.kind === 'sent') return { sentAt: deps.now.toISOString() };
          deps.log.error('SNS refuses an alert.', { incident: incident.id, reason: outcome.reason });
          return { refused: outcome.reason };
        },
      };
    },
    deps,
  );
}

/**
 * Tells an incident's newest entry in Slack: the first as a post, later ones by replacing the post and a reply under
 * it. What is already told in a digest, or only corrects the post, replaces the post without a reply.
 */
export async function tellIncidentBySlack(
  { incident, alert }: Telling,
  { target, digested }: { target: SlackTarget; digested: boolean },
  deps: TellDeps,
): Promise<void> {
  await deliver(
    { subject: { kind: 'incident', id: incident.id }, channel: 'slack' },
    (before) => {
      const news = newsOf(incident, before?.told);
      if (news === 'none' || (!before?.post && (digested || news === 'quiet'))) return undefined;
      const quiet = digested || news === 'quiet';
      return {
        told: toldOf(incident),
        send: () => show({ incident, alert }, { before, news: quiet ? 'quiet' : news, target }, deps),
      };
    },
    deps,
  );
}

async function show(
  { incident, alert }: Telling,
  { before, news, target }: { before: Delivery | undefined; news: News; target: SlackTarget },
  deps: TellDeps,
): Promise<Pick<Delivery, 'post' | 'sentAt'> & { refused?: string }> {
  const made = await alert();
  const message = slackMessage(made, target.app && openDecisions(incident));
  const outcome = before?.post
    ? await follow({ message, reply: slackReply(made) }, { post: before.post, news, target }, deps)
    : await deps.slack.post(target, message, { by: deps.by });
  if (outcome.kind === 'sent') return { post: outcome.post, sentAt: deps.now.toISOString() };
  await noteRefusal({ site: made.site, target, reason: outcome.reason }, deps);
  return { refused: outcome.reason };
}

async function follow(
  { message, reply }: { message: SlackMessage; reply: SlackMessage },
  { post, news, target }: { post: Post; news: News; target: SlackTarget },
  { slack, by }: TellDeps,
): Promise<{ kind: 'sent'; post: Post } | Refused> {
  const updated = await slack.update(target, post, message, { by });
  if (updated.kind === 'refused') return updated;
  if (updated.kind === 'gone') return slack.post(target, message, { by });
  if (news === 'quiet') return { kind: 'sent', post };
  const replied = await slack.post(target, reply, { by, thread: post });
  return replied.kind === 'sent' ? { kind: 'sent', post } : replied;
}
