import type * as z from 'zod';
import type { Command, Input } from '../command.ts';

/** One tool that coding agents are offered: a command of the command line, with a schema in front of it. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly command: Command;
  /** What would have been typed; takes what the schema let through. */
  readonly typed: (asked: Readonly<Record<string, unknown>>) => Input;
}

/** A tool whose input is only handed over in the shape that its schema gives. */
export function tool<S extends z.ZodObject>(
  spec: Omit<Tool, 'input' | 'typed'> & {
    readonly input: S;
    readonly typed: (asked: z.output<S>) => Input;
  },
): Tool {
  return { ...spec, typed: (asked) => spec.typed(spec.input.parse(asked)) };
}
