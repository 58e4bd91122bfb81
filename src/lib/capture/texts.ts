import * as z from 'zod';
import { isObject } from './plain-value.ts';

/** Texts by any keys, `__proto__` among them, which a schema of records would leave out: the seal counts them. */
export const TEXTS = z.custom<Readonly<Record<string, string>>>(
  (value) => isObject(value) && Object.values(value).every((text) => typeof text === 'string'),
);
