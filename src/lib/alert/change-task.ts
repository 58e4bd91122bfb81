import type { Subject } from './deliveries.ts';
import type { Notice } from './notice.ts';
import { isOn } from './pause-changes.ts';
import { pauseNotice } from './pause-notice.ts';
import { retireNotice } from './retire-notice.ts';
import type { Hint } from './stream-hints.ts';
import type { AlerterDeps, Task } from './task.ts';
import { tellNoticeBySlack, tellNoticeBySns } from './tell-notice.ts';

/** The telling of what people changed of a site, a pause or what is retired: each change once per channel. */
export async function changeTask(hint: Exclude<Hint, { kind: 'incident' }>, deps: AlerterDeps): Promise<Task> {
  const { kind, site, change } = hint;
  const record = await deps.records.site(site);
  const target = record?.config.slack;
  const subject: Subject = { kind, site, id: change.id };
  const notice: Notice =
    hint.kind === 'pause'
      ? pauseNotice(site, hint.change, { on: isOn(hint.change, record?.pauses ?? [], deps.now) })
      : retireNotice(site, hint.change);
  return {
    sns: () => tellNoticeBySns(subject, notice, deps),
    slack: async () => {
      if (target) await tellNoticeBySlack(subject, { notice, entry: 1, target }, deps);
    },
  };
}
