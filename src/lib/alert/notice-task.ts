import type { Site } from '../site/site.ts';
import type { Channel, Subject } from './deliveries.ts';
import type { Notice } from './notice.ts';
import type { Task } from './task.ts';
import { tellNoticeBySlack, tellNoticeBySns, type TellDeps } from './tell-notice.ts';

/** The telling of a notice, once over each of these channels; in Slack where the site has a channel there. */
export function noticeTask(
  subject: Subject,
  notice: Notice,
  { site, over = ['sns', 'slack'] }: { site: Site | undefined; over?: readonly Channel[] | undefined },
  deps: TellDeps,
): Task {
  const target = site?.slack;
  return {
    async sns() {
      if (over.includes('sns')) await tellNoticeBySns(subject, notice, deps);
    },
    async slack() {
      if (target && over.includes('slack')) await tellNoticeBySlack(subject, { notice, entry: 1, target }, deps);
    },
  };
}
