import type { SiteRecord } from '../site/site-record.ts';
import { allowanceNotice } from './allowance-notice.ts';
import type { Subject } from './deliveries.ts';
import { noticeTask } from './notice-task.ts';
import type { Notice } from './notice.ts';
import { isOn } from './pause-changes.ts';
import { pauseNotice } from './pause-notice.ts';
import { retireNotice } from './retire-notice.ts';
import type { Hint } from './stream-hints.ts';
import type { AlerterDeps, Task } from './task.ts';

type Change = Extract<Hint, { kind: 'pause' | 'retirement' | 'allowance' }>;

/**
 * The telling of what people changed of a site: a pause, what is retired or allowed. Each change once per channel; none
 * for an allowance that came to its end.
 */
export async function changeTask(hint: Change, deps: AlerterDeps): Promise<Task | undefined> {
  const { kind, site, change } = hint;
  if (hint.kind === 'allowance' && Date.parse(hint.change.allowance.until) <= deps.now.getTime()) return undefined;
  const record = await deps.records.site(site);
  const subject: Subject = { kind, site, id: change.id };
  return noticeTask(subject, noticeOf(hint, record, deps.now), { site: record?.config }, deps);
}

function noticeOf(hint: Change, record: SiteRecord | undefined, now: Date): Notice {
  switch (hint.kind) {
    case 'pause':
      return pauseNotice(hint.site, hint.change, { on: isOn(hint.change, record?.pauses ?? [], now) });
    case 'retirement':
      return retireNotice(hint.site, hint.change);
    case 'allowance':
      return allowanceNotice(hint.site, hint.change);
    default:
      return hint satisfies never;
  }
}
