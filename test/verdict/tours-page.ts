const BOATS = ['sloop', 'ketch', 'cutter', 'dinghy', 'yawl', 'schooner', 'ferry', 'raft', 'catboat', 'trimaran'];

/** What a build writes anew into a page whose content is the same. */
export interface Build {
  readonly nonce: string;
  readonly hash: string;
  readonly at: string;
}

const FIRST: Build = { nonce: 'Zm9vYmFy', hash: '3f2a9c1b', at: '2026-03-01T09:30:00Z' };

/**
 * A page of some 100 lines of which each edition has one tour more, in three lines, and one notice of 30 less. Each of
 * these lines is a piece of its own.
 */
export function edition(number: number, { nonce, hash, at }: Build = FIRST): string {
  const notices = Array.from({ length: 30 - number }, (_, index) => notice(number + index + 1));
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="generated" content="${at}">
  <title>Boats for hire</title>
  <link rel="canonical" href="https://www.boats.example/tours/">
  <link rel="stylesheet" href="/assets/site.${hash}.css">
  <script nonce="${nonce}" src="https://js.stripe.com/v3/" async></script>
  <script type="application/ld+json" nonce="${nonce}">{"@context":"https://schema.org","@type":"Product","name":"Sail"}</script>
</head>
<body>
  <header id="top" class="wide">
    <h1 data-feature="HERO">Sail with us at sunset</h1>
  </header>
  <main>
    <section id="boats">
${BOATS.map(boat).join('\n')}
    </section>
    <ul id="notices">
${notices.join('\n')}
    </ul>
    <section id="tours">
${tours(number).join('\n')}
    </section>
    <form id="book" action="/book" method="post" data-feature="CHECKOUT">
      <input type="hidden" name="csrf" value="${nonce}">
      <button class="buy" type="submit">Book and pay</button>
    </form>
  </main>
  <footer>
    <p class="small" id="by">Boats of the bay, at the old harbour</p>
    <!-- built ${at} from ${hash} -->
    <script nonce="${nonce}">window.build = "${hash}"; start();</script>
  </footer>
</body>
</html>
`;
}

/** A notice as it stands in the editions before the one that takes it away. */
export const notice = (index: number): string =>
  `      <li class="notice" id="n${index}">The jetty number ${index} is closed today</li>`;

/** The tours of an edition, as they stand there. */
export const tours = (number: number): string[] => Array.from({ length: number }, (_, index) => tour(index + 1));

const tour = (index: number): string => `      <article class="tour" id="tour-${index}">
        <h3 class="name" id="h-${index}">Tour number ${index}</h3>
        <p class="about" id="p-${index}">We leave for island ${index} when the tide allows</p>
      </article>`;

const boat = (name: string): string => `      <div class="boat" id="${name}">
        <h2 class="name">The ${name}</h2>
        <p class="about">The ${name} takes a crew of five around the bay</p>
      </div>`;

/** The 1-based line of a page in which this stands first. */
export const lineOf = (page: string, what: string): number => page.slice(0, page.indexOf(what)).split('\n').length;

/** Somebody's own work on a page: one line changed, one added. */
export function worked(page: string): string {
  const changed = edited(page, 'Boats of the bay, at the old harbour', 'Boats of the bay, at the new harbour');
  return edited(changed, '</main>', '  <p class="call">Call us before you come</p>\n  </main>');
}

/** An edit that must change the page. */
export function edited(page: string, what: string | RegExp, by: string): string {
  const after = page.replace(what, by);
  if (after === page) throw new Error(`nothing to edit: ${what}`);
  return after;
}
