import type { RestoreEvent } from '../../lib/capture/apply-restore.ts';
import type { EstateDesk } from '../capture/estate-desk.ts';
import { printable } from '../printable.ts';

/** Tells what goes on: with `--json` each event as a line, else how far it is, now and then. */
export function tellOn({ switches, display, progress }: EstateDesk): (event: RestoreEvent) => void {
  if (switches.json) return (event) => (event.event === 'progress' ? undefined : display.line(event));
  let ended = 0;
  return (event) => {
    if (event.event === 'ended') ended += 1;
    const objects = event.event === 'progress' ? `: ${event.objects.toLocaleString('en')} objects` : '';
    progress(`${ended.toLocaleString('en')} resources done; ${printable(event.resource)}${objects}`);
  };
}
