const FIRST_DAY = Date.UTC(2027, 2, 1);
const DAYS = 184;
const DAY_MS = 86_400_000;
const PLACES = 12;
/** Dollars for a place on a morning sail from Monday to Friday. */
const LOWEST_PRICE = 145;

interface Sail {
  readonly at: string;
  readonly name: string;
  /** Dollars above the morning sail's price. */
  readonly more: number;
  readonly weekendsOnly?: boolean;
}

const SAILS: readonly Sail[] = [
  { at: '10:00', name: 'Morning sail to Point Loma', more: 0 },
  { at: '14:00', name: 'Afternoon sail around the bay', more: 10, weekendsOnly: true },
  { at: '17:30', name: 'Sunset sail under the Coronado Bridge', more: 35 },
];

/** Every departure of the season, March to August 2027, under a heading for each month. */
export function season(): string {
  const days = Array.from({ length: DAYS }, (_, index) => new Date(FIRST_DAY + index * DAY_MS));
  const months = Map.groupBy(days, (day) => show(day, { month: 'long', year: 'numeric' }));
  const sections = [...months].map(([month, within]) => monthSection(month, within));
  return `      <section class="season" id="season">
        <h2>Departures</h2>
${sections.join('\n')}
      </section>`;
}

function monthSection(month: string, days: readonly Date[]): string {
  const departures = days.flatMap((day) =>
    SAILS.filter((sail) => !sail.weekendsOnly || isWeekend(day)).map((sail) => departure(day, sail)),
  );
  return `        <h3>${month}</h3>
        <ul class="departures">
${departures.join('\n')}
        </ul>`;
}

function departure(day: Date, { at, name, more }: Sail): string {
  const date = day.toISOString().slice(0, 10);
  const id = `${date}-${at.replace(':', '')}`;
  const price = LOWEST_PRICE + more + (isWeekend(day) ? 20 : 0);
  const left = placesLeft(day, at);
  return `          <li class="departure" id="d-${id}">
            <time datetime="${date}T${at}">${show(day, { weekday: 'long', day: 'numeric', month: 'long' })}, ${at}</time>
            <span class="sail">${name}</span>
            <span class="left">${left === 0 ? 'Sold out' : `${left} of ${PLACES} places left`}</span>
            <button type="button" data-departure="${id}" data-price="${price}"${left === 0 ? ' disabled' : ''}>
              Choose for <b>$${price}</b>
            </button>
          </li>`;
}

/** Made up, but the same every time: a booking system would know. */
function placesLeft(day: Date, at: string): number {
  const number = day.getTime() / DAY_MS;
  return (number * 7 + Number(at.slice(0, 2)) * 5) % (PLACES + 1);
}

function isWeekend(day: Date): boolean {
  return day.getUTCDay() === 0 || day.getUTCDay() === 6;
}

function show(day: Date, format: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...format, timeZone: 'UTC' }).format(day);
}
