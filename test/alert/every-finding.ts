import type { FindingCode } from '../../src/lib/site/policy.ts';
import type { Finding } from '../../src/lib/verdict/finding.ts';

const line = (number: number, excerpt: string) => ({ place: { line: number, excerpt } });

/** The version that a stale upload of these tests was edited from. */
export const ANCESTOR = {
  identity: 'c'.repeat(64),
  versionId: 'older-version',
  lastModified: '2025-01-12T14:02:11.000Z',
  undoes: 4,
};

/** One finding of each code, as judging tells it. */
export const EVERY_FINDING: Readonly<Record<FindingCode, Finding>> = {
  'page.deleted': { code: 'page.deleted', severity: 'rollback', says: 'The page was deleted, and with it HERO.' },
  'page.emptied': { code: 'page.emptied', severity: 'rollback', says: 'The upload shows no text any more.' },
  'page.truncated': {
    code: 'page.truncated',
    severity: 'rollback',
    says: 'The upload is cut off: it ends within the tag <section, in line 311.',
    ...line(311, '<section class="to'),
  },
  'page.headers': {
    code: 'page.headers',
    severity: 'alert',
    says: 'Cache-Control changed from "max-age=60" to nothing.',
  },
  'token.lost': {
    code: 'token.lost',
    severity: 'rollback',
    token: 'STRIPE_CHECKOUT',
    says: 'The upload lost the feature STRIPE_CHECKOUT.',
    ...line(27, '<section data-feature="STRIPE_CHECKOUT">'),
    placeIn: 'baseline',
  },
  'token.moved': {
    code: 'token.moved',
    severity: 'alert',
    token: 'NEWSLETTER',
    nowOn: 'news.html',
    says: 'The upload lost the feature NEWSLETTER, which is now live on news.html.',
    ...line(40, '<form data-feature="NEWSLETTER">'),
    placeIn: 'baseline',
  },
  'token.hollow': {
    code: 'token.hollow',
    severity: 'rollback',
    token: 'GALLERY',
    says: 'The feature GALLERY is there but empty: its 12 elements and 340 characters of text are gone.',
    ...line(52, '<div data-feature="GALLERY"></div>'),
  },
  'retired.returned': {
    code: 'retired.returned',
    severity: 'rollback',
    phrase: 'For Ranch & Coast readers',
    says: 'The upload brought the retired phrase "For Ranch & Coast readers" back, in line 12.',
    ...line(12, '<p>For Ranch &amp; Coast readers</p>'),
  },
  'base.stale': {
    code: 'base.stale',
    severity: 'rollback',
    says:
      'The upload was edited from the version of 2025-01-12 14:02 UTC (3 lines differ); it undoes 4 accepted versions: ' +
      '31 lines of theirs are gone, 12 lines that they removed are back.',
    ...line(88, '<p>Evening tours on Fridays</p>'),
    ancestor: ANCESTOR,
  },
  'page.structure': {
    code: 'page.structure',
    severity: 'alert',
    says: 'The upload lost the script js.stripe.com/v3, which stood in line 9 of the last good version.',
    ...line(9, '<script src="https://js.stripe.com/v3/"></script>'),
    placeIn: 'baseline',
  },
  'page.unreadable': {
    code: 'page.unreadable',
    severity: 'alert',
    says: 'Content-Encoding says gzip, but the bytes are not gzip.',
  },
};
