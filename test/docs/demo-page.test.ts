import { expect, it } from 'vitest';
import {
  bookingPage,
  SCRIPT_KEY,
  springPage,
  staleCopy,
  STYLE_KEY,
  withNewOffer,
  withoutCheckout,
} from '../../scripts/demo/booking-page.ts';
import { compileSources } from '../../src/lib/page/compile-sources.ts';
import type { PageContent } from '../../src/lib/page/page-content.ts';
import { findPhrases } from '../../src/lib/page/phrases.ts';
import { readPage } from '../../src/lib/page/read-page.ts';
import { loadedAssets } from '../../src/lib/page/references.ts';
import { DEFAULT_LIMITS } from '../../src/lib/site/policy.ts';

const KEY = 'booking/index.html';
const RETIRED = 'For Ranch & Coast readers';

it('has four features and no retired phrase, in at least 3,000 lines', () => {
  const good = read(bookingPage('1'));
  expect([...good.tokens.keys()].toSorted()).toEqual([
    'CREW_UNIFORM_REMINDER',
    'JADA_HERO_FADE',
    'REFERRAL_INPUT',
    'STRIPE_CHECKOUT',
  ]);
  expect(findPhrases(good, [RETIRED]).size).toBe(0);
  expect(good.text.split('\n').length).toBeGreaterThan(3000);
});

it('loses two features and brings the retired phrase back, as a stale copy', () => {
  const stale = read(staleCopy('1'));
  expect([...stale.tokens.keys()].toSorted()).toEqual(['CREW_UNIFORM_REMINDER', 'REFERRAL_INPUT']);
  expect([...findPhrases(stale, [RETIRED]).keys()]).toEqual([RETIRED]);
});

it('differs by one line from the page of spring, as a stale copy of it', () => {
  const spring = springPage('1').split('\n');
  const differing = staleCopy('1')
    .split('\n')
    .filter((line, index) => line !== spring[index]);
  expect(differing).toEqual([expect.stringContaining('readers')]);
  expect(findPhrases(read(springPage('1')), [RETIRED]).size).toBe(0);
});

it('loses nothing but the checkout on purpose', () => {
  const features = [...read(withoutCheckout('1')).tokens.keys(), 'STRIPE_CHECKOUT'].toSorted();
  expect(features).toEqual([...read(bookingPage('1')).tokens.keys()].toSorted());
  expect(findPhrases(read(withoutCheckout('1')), [RETIRED]).size).toBe(0);
});

it('keeps every feature, and brings nothing back, with the new offer: one line differs', () => {
  const live = bookingPage('1').split('\n');
  const offered = withNewOffer(bookingPage('1'));
  expect(offered.split('\n').filter((line, index) => line !== live[index])).toEqual([
    expect.stringContaining('ten percent off'),
  ]);
  expect([...read(offered).tokens.keys()]).toEqual([...read(bookingPage('1')).tokens.keys()]);
  expect(findPhrases(read(offered), [RETIRED]).size).toBe(0);
});

it('loads the style and the script that are uploaded with it', () => {
  expect(loadedAssets(read(bookingPage('1')), { key: KEY, prefix: '' })).toEqual([STYLE_KEY, SCRIPT_KEY]);
});

it('is the same for the same edition, and another for another', () => {
  expect(bookingPage('1')).toBe(bookingPage('1'));
  expect(bookingPage('2')).not.toBe(bookingPage('1'));
});

function read(page: string): PageContent {
  const input = { key: KEY, bytes: Buffer.from(page), headers: { contentType: 'text/html', metadata: {} } };
  const reading = readPage(input, compileSources([{ attribute: 'data-feature' }]), DEFAULT_LIMITS);
  if (reading.kind !== 'read') throw new Error(reading.reason);
  return reading.content;
}
