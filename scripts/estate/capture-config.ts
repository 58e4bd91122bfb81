import { stringify } from 'yaml';
import type { Machine } from './machine.ts';
import { REGIONS, type Size } from './names.ts';
import { scriptId, scriptName } from './parts/scripts.ts';

/** What `capture.yml` says of the estate: where captures go, its regions, and what cannot be listed. */
export function captureConfig(size: Size, { to, machine }: { readonly to: string; readonly machine: Machine }): string {
  const projects = Array.from({ length: size.scripts }, (_, index) => ({
    id: scriptId(index),
    name: scriptName(index),
  }));
  return stringify({
    to,
    regions: [...REGIONS],
    'apps-script': { projects },
    local: machine,
  });
}
