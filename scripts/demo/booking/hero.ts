/** What the hero says, and what it says with an offer to everybody. */
export const HERO_LINE = 'Three hours, twelve guests, one classic yacht.';
export const NEW_OFFER = 'Three hours, twelve guests, ten percent off every morning sail.';

/** An offer that it made once: the site retired that line on purpose. */
export const OLD_OFFER = 'For Ranch &amp; Coast readers: ten percent off every morning sail.';

/** The hero whose three pictures fade into one another. */
export function crossfadeHero(): string {
  return `      <section class="hero" id="top" data-feature="JADA_HERO_FADE" aria-label="Three views from the deck">
        <div class="frame frame-harbour" data-frame="0">
          <p>Out of the harbour under full sail</p>
        </div>
        <div class="frame frame-bridge" data-frame="1">
          <p>Under the Coronado Bridge</p>
        </div>
        <div class="frame frame-sunset" data-frame="2">
          <p>Home with the sunset behind Point Loma</p>
        </div>
        <h1>Book a sail on San Diego Bay</h1>
        <p class="line">${HERO_LINE}</p>
      </section>`;
}

/** The hero of spring: one picture, and a line. */
export function stillHero(line: string): string {
  return `      <section class="hero" id="top" aria-label="A view from the deck">
        <div class="frame frame-harbour">
          <p>Out of the harbour under full sail</p>
        </div>
        <h1>Book a sail on San Diego Bay</h1>
        <p class="line">${line}</p>
      </section>`;
}
