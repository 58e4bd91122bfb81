/** What only the crew sees: the script shows it when the address ends in #crew. */
export function crewNote(): string {
  return `      <aside class="crew" data-feature="CREW_UNIFORM_REMINDER" data-for="crew">
        <h2>Crew</h2>
        <p>White shirt, navy shorts and deck shoes, aboard forty minutes before departure.</p>
      </aside>`;
}

const HINTS: readonly (readonly [question: string, answer: string])[] = [
  ['Where do we meet?', 'At the head of the dock, twenty minutes before departure. The gate is opened for you.'],
  ['What should we bring?', 'A jacket, also in July: it is cooler on the water. Soft shoes with light soles.'],
  ['What if the wind is too strong?', 'We call you two hours before, and you choose another day or your money back.'],
  ['May children come?', 'From six years on. Life jackets in their sizes are aboard.'],
  [
    'May we sail her ourselves?',
    'Gladly. The crew shows you the wheel and the sheets as soon as we are clear of the harbour.',
  ],
  [
    'Is there anything to eat?',
    'Water and fruit are aboard. Bring what you like; red wine stays ashore, for the sake of the teak.',
  ],
  ['May we cancel?', 'Until two days before, without a reason and without a fee.'],
];

/** Questions that guests ask, with answers. */
export function hints(): string {
  return section(HINTS);
}

/** The same before the last one was written. */
export function olderHints(): string {
  return section(HINTS.slice(0, -1));
}

function section(hints: typeof HINTS): string {
  const details = hints.map(
    ([question, answer]) => `        <details>
          <summary>${question}</summary>
          <p>${answer}</p>
        </details>`,
  );
  return `      <section class="hints" id="hints">
        <h2>Good to know</h2>
${details.join('\n')}
      </section>`;
}
