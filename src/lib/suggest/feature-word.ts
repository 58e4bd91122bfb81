/** What parts of a page are called that people would miss, in a few languages. */
const WORDS = new Set(
  [
    'hero pricing prices price checkout booking bookings reservation reservations testimonials testimonial reviews faq',
    'gallery contact newsletter signup login cart basket countdown calculator configurator quiz chat map carousel slider',
    'slideshow schedule calendar timetable offers offer crew donate donation events tickets shop product products',
    'subscribe comments cookie consent banner player podcast tour appointment reserve departures sponsors services portfolio menu',
    'preise buchung buchen warenkorb kasse kontakt angebote galerie termine kalender karte tarifs reservas contacto',
  ].flatMap((line) => line.split(' ')),
);

/** The words of an id, a class or an address, in lower case. */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, 200)
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The word by which a name says what people would miss, if it has one, and at most one other. */
export function featureWord(name: string): string | undefined {
  if (name === '') return undefined;
  const words = wordsOf(name);
  return words.length <= 2 ? words.find((word) => WORDS.has(word)) : undefined;
}
