import type { FindingCode } from '../site/policy.ts';

/** What each finding means, as a clause, for those who do not know the codes. */
export const FINDING_WORDS: Readonly<Record<FindingCode, string>> = {
  'page.deleted': 'the page is gone',
  'page.emptied': 'nothing is left to read on the page',
  'page.truncated': 'the upload is cut off before its end',
  'page.headers': 'the page is served as something else',
  'token.lost': 'a feature is lost',
  'token.moved': 'a feature is lost here that another page has just gained',
  'token.hollow': 'a feature is there, but emptied',
  'retired.returned': 'something retired is back',
  'base.stale': 'the upload was edited from an older version, or goes back to one',
  'page.structure': 'a script, style sheet, form, canonical link or JSON-LD block is gone',
  'page.unreadable': 'the upload cannot be read within the limits',
};
