import * as z from 'zod';
import type { CaptureConfig } from '../../lib/capture/config.ts';
import type { Metadata } from '../../lib/capture/entry.ts';
import type { Service } from '../../lib/capture/service.ts';

const RECORD = z.record(z.string(), z.unknown());

/** What each service is told: what its resources were captured with, else what `capture.yml` says, else its own defaults. */
export function optionsAsCaptured(
  services: readonly Service[],
  { scope }: Pick<Metadata, 'scope'>,
  config: Pick<CaptureConfig, 'services'>,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return Object.fromEntries(
    services.flatMap(({ name, options }) =>
      options
        ? [[name, scope?.services[name]?.options ?? config.services[name]?.options ?? RECORD.parse(options.parse({}))]]
        : [],
    ),
  );
}
