import { expect, it } from 'vitest';
import { world } from '../world.ts';

const PAGE = `<!doctype html>
<html><head><title>Boats</title><script src="https://js.stripe.com/v3/"></script></head>
<body><main><h1>Sail</h1><p>Two hours on the bay.</p></main><footer>Harbour Road 1</footer></body></html>
`;

async function live() {
  const site = world();
  site.upload('index.html', PAGE);
  await site.look('index.html');
  return site;
}

it.each([
  ['within an element', PAGE.indexOf(' hours')],
  ['between elements, which only the bytes of the good version show', PAGE.indexOf('<footer>')],
])('undoes an upload that was cut off %s', async (_, at) => {
  const { upload, look, served, incidents } = await live();
  upload('index.html', PAGE.slice(0, at));
  await look('index.html');
  expect(served('index.html')).toBe(PAGE);
  expect(incidents()).toEqual([{ key: 'index.html', state: 'restored', codes: ['page.truncated'] }]);
});

it('compares with the last good version, not with an older one', async () => {
  const { upload, look, served, incidents } = await live();
  const shorter = PAGE.replace('<footer>Harbour Road 1</footer>', '');
  upload('index.html', shorter);
  await look('index.html');
  upload('index.html', shorter.slice(0, shorter.indexOf(' hours')));
  await look('index.html');
  expect(served('index.html')).toBe(shorter);
  expect(incidents()).toMatchObject([{ codes: ['page.truncated'] }]);
});

it('tells a lost script once, and leaves the upload live', async () => {
  const { upload, look, served, incidents } = await live();
  const without = PAGE.replace(/<script.*<\/script>/, '');
  upload('index.html', without);
  await look('index.html');
  upload('index.html', without.replace('Two', 'Three'));
  await look('index.html');
  expect(served('index.html')).toContain('Three hours');
  expect(incidents()).toEqual([{ key: 'index.html', state: 'observed', codes: ['page.structure'] }]);
});

it('tells what was cut off as no stale copy, although the last edits are gone with the end', async () => {
  const { upload, look, served, incidents } = await live();
  const trips = ['sunset', 'supper', 'parties'].map(
    (trip) => `<section>\n<h2>${trip}</h2>\n<p>${trip} at sea</p>\n</section>\n`,
  );
  const versions = trips.map((_, index) => PAGE.replace('<footer>', `${trips.slice(0, index + 1).join('')}<footer>`));
  for (const version of versions) {
    upload('index.html', version);
    await look('index.html');
  }
  const [first = '', , last = ''] = versions;
  upload('index.html', last.slice(0, first.indexOf('<footer>') + 20));
  await look('index.html');
  expect(served('index.html')).toBe(last);
  expect(incidents()).toMatchObject([{ state: 'restored', codes: ['page.truncated'] }]);
});
