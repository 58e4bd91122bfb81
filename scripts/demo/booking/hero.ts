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
        <p class="line">Three hours, twelve guests, one classic yacht.</p>
      </section>`;
}

/** The hero of the old copy: one picture, and the line that was removed on purpose. */
export function stillHero(): string {
  return `      <section class="hero" id="top" aria-label="A view from the deck">
        <div class="frame frame-harbour">
          <p>Out of the harbour under full sail</p>
        </div>
        <h1>Book a sail on San Diego Bay</h1>
        <p class="line">For Ranch &amp; Coast readers: ten percent off every morning sail.</p>
      </section>`;
}
