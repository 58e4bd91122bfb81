/** A page made to be slow to judge: about so many bytes; another `seed`, another page of the same shape. */
interface Hostile {
  readonly key: string;
  readonly contentType: string;
  readonly make: (bytes: number, seed: number) => string | Uint8Array;
}

/** Pieces of ASCII one after the other until there are so many bytes; makes no more strings than needed. */
function filled(bytes: number, piece: (index: number) => string): string {
  const page = Buffer.alloc(bytes + 4096);
  let length = 0;
  for (let index = 0; length < bytes; index += 1) length += page.write(piece(index), length, 'latin1');
  return page.toString('latin1', 0, length);
}

/** A number that looks like any other, the same for the same index and seed. */
const anyNumber = (index: number, seed: number): number =>
  (Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b)) >>> 0;

/** Elements nested too deep are not read. */
const withoutTags = (byte: number): number => ((byte & 255) === 60 ? 10 : byte);

const html = (make: (bytes: number, seed: number) => string | Uint8Array): Hostile => {
  return { key: 'index.html', contentType: 'text/html', make };
};
const code = (key: string, contentType: string, make: Hostile['make']): Hostile => ({ key, contentType, make });

const END = (seed: number) => `<p data-feature="HERO">${seed}</p></body></html>`;

/** Shapes of pages on which some way of judging takes more than linear time. */
export const HOSTILE: Readonly<Record<string, Hostile>> = {
  'tags nested 500 deep': html(
    (bytes, seed) => filled(bytes, () => '<div>'.repeat(500) + '</div>'.repeat(500)) + END(seed),
  ),
  'tags that nest and never end': html((bytes, seed) => '<b>'.repeat(400) + filled(bytes, () => '<li><i>') + END(seed)),
  'no line break': html((bytes, seed) => filled(bytes, (index) => `<p>${anyNumber(index, seed)}</p>`)),
  'one repeated line': html((bytes, seed) => filled(bytes, () => '<p>Sail with us</p>\n') + END(seed)),
  'pieces that repeat more and less': html((bytes, seed) => filled(bytes, (index) => `<p>${index % (2 + seed)}</p>\n`)),
  'random bytes': html((bytes, seed) =>
    Buffer.alloc(bytes).map((_, index) => withoutTags(anyNumber(index, seed) >>> 13)),
  ),
  'comments that never end': html((bytes, seed) => `${END(seed)}${filled(bytes, () => '<!--')}`),
  'one character a line': html((bytes, seed) => filled(bytes, (index) => `${anyNumber(index, seed) % 10}\n`)),
  'one tag a line': html((bytes, seed) => filled(bytes, (index) => `<p>${anyNumber(index, seed) % 97}\n`)),
  'pieces with the words of all others': html((bytes, seed) =>
    filled(bytes, (index) => `<p>we sail on day ${anyNumber(index, seed)} with you</p>\n`),
  ),
  'links, forms and scripts': html((bytes, seed) =>
    filled(
      bytes,
      (index) =>
        `<form action=/${anyNumber(index, seed)}></form><script src=${index}.js></script></script><link rel=stylesheet href=${index}.css>`,
    ),
  ),
  'a script of one line': html(
    (bytes, seed) => `<script>${filled(bytes, (index) => `a${anyNumber(index, seed)}();`)}</script>${END(seed)}`,
  ),
  'less-than signs': html((bytes, seed) => END(seed) + filled(bytes, () => '<')),
  'text of one character a line': code('page.txt', 'text/plain', (bytes, seed) =>
    filled(bytes, (index) => `${anyNumber(index, seed) % 10}\n`),
  ),
  'a style of braces': code('site.css', 'text/css', (bytes, seed) => `${filled(bytes, () => '{}')}a${seed}`),
};
