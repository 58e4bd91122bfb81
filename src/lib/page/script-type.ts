import type { StartTag } from './start-tag.ts';

/** Types of script elements that hold data or templates. */
const DATA = /json|template|html|importmap|speculationrules/;

/** The type of a script element in lower case; empty where it says none. */
export const scriptType = (tag: StartTag): string => (tag.value('type') ?? '').trim().toLowerCase();

/** Whether it holds code: also a consent manager's `text/plain`, which is code that waits. */
export const isCode = (type: string): boolean => !DATA.test(type);
