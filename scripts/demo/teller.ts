import { styleText } from 'node:util';

/** How a line is meant; colours only on a terminal, and never with `NO_COLOR`. */
export type Tone = 'plain' | 'strong' | 'quiet' | 'good' | 'bad' | 'place';

const STYLE = { plain: 'reset', strong: 'bold', quiet: 'dim', good: 'green', bad: 'red', place: 'cyan' } as const;

/** Where the story is told. */
export interface Teller {
  /** A new chapter. */
  chapter(title: string): void;
  /** One line of the present chapter. */
  line(text: string, tone?: Tone): void;
  /** What happened at a time, in columns. */
  row(time: string, what: string, says: string): void;
}

/** Tells on stdout, chapters numbered from 1. */
export function teller(): Teller {
  let chapters = 0;
  return {
    chapter(title) {
      chapters++;
      console.log(`\n${painted('strong', `${chapters}. ${title}`)}`);
    },
    line: (text, tone = 'plain') => console.log(`   ${painted(tone, text)}`),
    row: (time, what, says) => console.log(`   ${time.padEnd(8)}  ${what.padEnd(9)} ${says}`),
  };
}

/** A text in the colour of its tone, as far as stdout shows colours. */
export function painted(tone: Tone, text: string): string {
  return tone === 'plain' ? text : styleText(STYLE[tone], text, { stream: process.stdout });
}

/** Seconds between two times in milliseconds, as `+ 1.2 s`. */
export function after(begin: number, at: number): string {
  return `+${((at - begin) / 1000).toFixed(1).padStart(4)} s`;
}
