import * as z from 'zod';
import { isObject } from '../../capture/plain-value.ts';

/** Texts by any keys, `__proto__` among them, which a schema of records would leave out. */
export const TEXTS = z.custom<Readonly<Record<string, string>>>(
  (value) => isObject(value) && Object.values(value).every((text) => typeof text === 'string'),
);
