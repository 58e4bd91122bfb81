import type { Warning } from '../site/warning.ts';
import type { Alert } from './alert.ts';
import { acknowledging } from './warning-notice.ts';

/** The alert of an incident for which the guard raised a warning that still blocks deploys of its page. */
export function warnedAlert(alert: Alert, warning: Warning | undefined): Alert {
  if (!warning || warning.acknowledged) return alert;
  const meaning = `${alert.meaning} Deploys of this page are refused until an approver acknowledges the guard's warning.`;
  // What shows everything about it stays the last.
  return { ...alert, meaning, next: alert.next.toSpliced(-1, 0, ...acknowledging(warning.id)) };
}
