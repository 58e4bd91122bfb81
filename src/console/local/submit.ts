import type { Context } from 'hono';
import { withQuery } from './addresses.ts';
import { answer, failureView, type View } from './answer.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { formOf } from './guard.ts';
import { problemOf } from './problem.ts';
import type { Told } from './told.ts';

/** What a form does. */
export interface Submission {
  /** The form's name on its page. */
  readonly form: string;
  /** Does it, and gives the address to go to with the name of what was done, or a page of its own. */
  readonly run: (values: URLSearchParams) => Promise<{ readonly to: string; readonly did: string } | View>;
  /** The page of the form as it is now, to say there why it was refused. */
  readonly again: (told: Told, values: URLSearchParams) => Promise<View>;
}

/** Does what a form asks for; whatever is refused is told on the form's own page, with what was typed still there. */
export async function submit(context: Context, { form, run, again }: Submission, deps: ConsoleDeps) {
  const values = await formOf(context);
  try {
    const done = await run(values);
    if ('main' in done) return answer(context, done, deps);
    return context.redirect(withQuery(done.to, { did: done.did }), 303);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status === 500) deps.fault(error);
    const view = await again({ problem, sent: { form, values } }, values).catch(() => failureView(error));
    return answer(context, view, deps);
  }
}
