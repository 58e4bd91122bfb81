import { checkout, payAtTheDock } from './booking/checkout.ts';
import { crewNote, hints, olderHints } from './booking/notes.ts';
import { crossfadeHero, HERO_LINE, NEW_OFFER, OLD_OFFER, stillHero } from './booking/hero.ts';
import { season } from './booking/season.ts';

/** What the page loads, by key. */
export const STYLE_KEY = 'assets/booking.css';
export const SCRIPT_KEY = 'assets/booking.js';

/**
 * The page as it should be, with four features. `edition` is written at its end, so that every run of the story puts
 * up a version of its own; everything else is the same every time.
 */
export function bookingPage(edition: string): string {
  return page(edition, { hero: crossfadeHero(), pay: checkout(), hints: hints() });
}

/** The page as it was in spring: from before two of the features. */
export function springPage(edition: string): string {
  return page(edition, { hero: stillHero(HERO_LINE), pay: payAtTheDock(), hints: olderHints() });
}

/** The page as it was in early summer: the hero is new, bookings are taken as in spring. */
export function summerPage(edition: string): string {
  return page(edition, { hero: crossfadeHero(), pay: payAtTheDock(), hints: olderHints() });
}

/** What somebody made of a copy of the spring page of that edition: one line differs, by an offer that is retired. */
export function staleCopy(edition: string): string {
  return page(edition, { hero: stillHero(OLD_OFFER), pay: payAtTheDock(), hints: olderHints() });
}

/** A later upload on purpose: the good page, but without payment by card. */
export function withoutCheckout(edition: string): string {
  return page(edition, { hero: crossfadeHero(), pay: payAtTheDock(), hints: hints() });
}

/** The page that is handed over, with one line edited: the same offer, to everybody. */
export function withNewOffer(live: string): string {
  return live.replace(HERO_LINE, NEW_OFFER);
}

interface Parts {
  readonly hero: string;
  readonly pay: string;
  readonly hints: string;
}

function page(edition: string, { hero, pay, hints }: Parts): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Book a sail on San Diego Bay</title>
    <meta name="description" content="Choose a day, a sail and a place aboard. Departures from March to August.">
    <link rel="stylesheet" href="../assets/booking.css">
  </head>
  <body>
    <a class="skip" href="#season">Skip to the departures</a>
    <header class="top">
      <nav aria-label="Site">
        <a href="#season">Departures</a>
        <a href="#pay">Book</a>
        <a href="#hints">Good to know</a>
      </nav>
    </header>
    <main>
${hero}
${crewNote()}
${season()}
${pay}
${hints}
    </main>
    <footer>
      <p>Places are held for fifteen minutes while you book.</p>
      <p><a href="#top">Back to the top</a></p>
    </footer>
    <script src="../assets/booking.js" defer></script>
    <!-- edition ${edition} -->
  </body>
</html>
`;
}
