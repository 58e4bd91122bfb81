import type { MiddlewareObj } from '@middy/core';
import { HoldfastError } from '../lib/errors.ts';

type Details = Readonly<Record<string, unknown>>;

/**
 * Logs what happened. Lambda's own JSON log format (see `serverless.yml`) adds level, time and request id, so that no
 * library has to be loaded for it.
 */
export const log = {
  info: (message: string, details: Details = {}) => console.info({ message, ...plain(details) }),
  warn: (message: string, details: Details = {}) => console.warn({ message, ...plain(details) }),
  error: (message: string, details: Details = {}) => console.error({ message, ...plain(details) }),
};

/** Logs what a handler throws before Lambda does, with its code and what to do. */
export function loud(): MiddlewareObj {
  return { onError: ({ error }) => log.error('run failed', { error }) };
}

/** An error has no fields of its own that JSON would show. */
function plain(details: Details): Details {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, shown(value)]));
}

function shown(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack } = value;
  return value instanceof HoldfastError
    ? { name, message, stack, code: value.code, hint: value.hint }
    : { name, message, stack };
}
