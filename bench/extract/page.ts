/** What a page of the bench has: its size in bytes, about, and the number of feature tokens, spread evenly. */
export interface BenchPageSize {
  readonly bytes: number;
  readonly tokens: number;
}

/** A booking page as such pages are: indented cards with classes, links, prices, entities, comments and inline scripts. */
export function benchPage({ bytes, tokens }: BenchPageSize): string {
  const cards: string[] = [];
  const wanted = Math.ceil(bytes / card(0, '').length);
  const every = Math.floor(wanted / tokens);
  for (let index = 0; index < wanted; index += 1) {
    const feature = index % every === 0 && index / every < tokens ? ` data-feature="FEATURE_${index / every}"` : '';
    cards.push(card(index, feature));
  }
  return `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Book a sail</title></head>\n<body>\n${cards.join('')}</body>\n</html>\n`;
}

function card(index: number, feature: string): string {
  return `    <!-- trip ${index} -->
    <article class="card card--wide" id="trip-${index}"${feature}>
      <h2 class="card__title"><a href="/trips/${index}/index.html?from=list&amp;n=${index}">Evening sail &amp; supper, no. ${index}</a></h2>
      <p class="card__text">Two hours on the bay at sunset, with a crew that has sailed it for twenty years. Bring a jacket.</p>
      <ul class="card__facts">
        <li>From <strong>$${(index % 90) + 45}</strong> a head</li>
        <li>Up to ${(index % 12) + 2} guests</li>
      </ul>
      <img src="/img/trip-${index}.jpg" alt="A yacht under sail" loading="lazy" width="640" height="400">
      <button type="button" class="button button--primary" data-trip="${index}">Book now</button>
      <script>track('card', { trip: ${index}, shown: "yes" });</script>
    </article>
`;
}
