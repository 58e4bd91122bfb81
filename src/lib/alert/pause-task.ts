import { isOn, type PauseChange } from './pause-changes.ts';
import { pauseNotice } from './pause-notice.ts';
import type { AlerterDeps, Task } from './task.ts';
import { tellNoticeBySlack, tellNoticeBySns } from './tell-notice.ts';

/** The telling of a pause that began or ended: each change once per channel. */
export async function pauseTask(site: string, change: PauseChange, deps: AlerterDeps): Promise<Task> {
  const record = await deps.records.site(site);
  const target = record?.config.slack;
  const subject = { kind: 'pause', site, id: change.id } as const;
  const notice = pauseNotice(site, change, { on: isOn(change, record?.pauses ?? [], deps.now) });
  return {
    sns: () => tellNoticeBySns(subject, notice, deps),
    slack: async () => {
      if (target) await tellNoticeBySlack(subject, { notice, entry: 1, target }, deps);
    },
  };
}
