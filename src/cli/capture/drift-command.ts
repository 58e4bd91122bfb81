import { captureSecrets } from '../../lib/aws/capture-secrets.ts';
import { runCapture } from '../../lib/capture/run.ts';
import { selectionOf } from '../../lib/capture/selection.ts';
import type { CaptureEvent } from '../../lib/capture/events.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { optionText, type Input } from '../command.ts';
import { refusal, type Outcome } from '../outcome.ts';
import { printable } from '../printable.ts';
import { diffOf, servicesBetween } from './diff-command.ts';
import type { EstateDesk } from './estate-desk.ts';
import { findCapture } from './find-capture.ts';
import { onlyOf } from './only.ts';
import { optionsAsCaptured } from './options-as-captured.ts';
import { withThrownAway } from './thrown-away.ts';

/** `holdfast capture drift <capture>`: looks at the live estate as it was captured, and compares. */
export async function driftCommand(input: Input, desk: EstateDesk): Promise<Outcome> {
  const { store, reader } = await findCapture(input.args[0] ?? 'latest', desk, optionText(input, 'to'));
  const { metadata } = reader;
  const only = onlyOf(input);
  const services = await servicesBetween(metadata, metadata, only);
  const config = await desk.config();
  const options = optionsAsCaptured(services, metadata, config);
  const choice = { regions: desk.switches.regions ?? metadata.regions };
  const { estate, where } = await desk.estate({ services, options }, choice);
  if (estate.account !== metadata.account) {
    const hint = `Sign in to ${metadata.account}, or compare captures: npx holdfast capture diff`;
    throw refusal(`The capture is of the account ${metadata.account}, and you look at ${estate.account}.`, hint);
  }
  const secrets = await captureSecrets(store.place.startsWith('s3://') ? undefined : store.place);
  desk.display.write(`${printable(where)}\nLooking at what is live, to compare it with ${printable(metadata.name)}.\n`);
  const signal = desk.stopping();
  return withThrownAway(async (aside) => {
    const { reader: live } = await runCapture({
      store: aside,
      writer: await aside.write('live', 'new'),
      services,
      estate,
      selection: selectionOf(metadata.scope ?? config),
      secrets,
      previous: reader,
      fetches: false,
      verify: false,
      tell: tellOn(desk),
      signal,
    }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      throw new HoldfastError('CAPTURE.STOPPED', 'Stopped: nothing was compared.', { cause: error });
    });
    return diffOf(reader, live, { services, only, desk });
  });
}

function tellOn({ progress }: EstateDesk): (event: CaptureEvent) => void {
  let looked = 0;
  return (event) => {
    if (!['captured', 'failed', 'gone', 'kept'].includes(event.event)) return;
    looked += 1;
    progress(`looked at ${looked.toLocaleString('en')} resources`);
  };
}
