import type { CaptureName, CaptureStore } from '../../lib/capture/store.ts';
import { HoldfastError } from '../../lib/errors.ts';
import type { Outcome } from '../outcome.ts';
import { captureCommand } from './place.ts';
import { table } from '../printable.ts';
import { shownBytes, shownSeconds } from '../../lib/capture/amounts.ts';

/** One capture, as it is listed. */
interface Listed {
  readonly name: string;
  readonly status: 'complete' | 'incomplete' | 'unfinished' | 'damaged';
  readonly at: string;
  readonly account?: string;
  readonly regions?: readonly string[];
  readonly services?: readonly string[];
  readonly resources?: number;
  readonly failed?: number;
  readonly bytes?: number;
  readonly reused?: number;
  readonly seconds?: number;
}

/** `holdfast capture list`; exit code 6 where one of them is damaged. */
export async function listCaptures(store: CaptureStore): Promise<Outcome> {
  const captures: Listed[] = [];
  for (const each of (await store.list()).toReversed()) captures.push(await listed(each, store));
  const rows = captures.map(({ name, status, account = '', resources, failed = 0, bytes, seconds }) => [
    name,
    status,
    account,
    resources === undefined ? '' : `${resources.toLocaleString('en')}${failed > 0 ? ` (${failed} failed)` : ''}`,
    bytes === undefined ? '' : shownBytes(bytes),
    seconds === undefined ? '' : shownSeconds(seconds),
  ]);
  const text =
    captures.length === 0
      ? `There are no captures in ${store.place}.\n→ Make one: ${captureCommand(store)}`
      : table(['capture', '', 'account', 'resources', 'bytes', 'time'], rows);
  const value = { place: store.place, captures };
  return { exitCode: captures.some(({ status }) => status === 'damaged') ? 6 : 0, value, text };
}

async function listed({ name, sealed, at }: CaptureName, store: CaptureStore): Promise<Listed> {
  if (!sealed) return { name, status: 'unfinished', at };
  const read = await store.read(name).catch((error: unknown) => {
    if (error instanceof HoldfastError && error.code === 'CAPTURE.DAMAGED') return undefined;
    throw error;
  });
  if (!read) return { name, status: 'damaged', at };
  const { status, account, regions, services, resources, startedAt, sealedAt } = read.metadata;
  const sum = (what: 'bytes' | 'reused') => resources.reduce((total, entry) => total + entry[what], 0);
  return {
    name,
    status,
    at,
    account,
    regions,
    services,
    resources: resources.filter((entry) => entry.status === 'captured').length,
    failed: resources.filter((entry) => entry.status === 'failed').length,
    bytes: sum('bytes'),
    reused: sum('reused'),
    seconds: (Date.parse(sealedAt) - Date.parse(startedAt)) / 1000,
  };
}
