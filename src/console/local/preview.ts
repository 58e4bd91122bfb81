import type { Context } from 'hono';
import { PREVIEW_SIDES } from '../../lib/preview/incident-preview.ts';
import { reasonDocument } from '../../lib/preview/preview-document.ts';
import { previewHeaders } from '../../lib/preview/preview-headers.ts';
import type { ConsoleDeps } from './console-deps.ts';
import { problemOf } from './problem.ts';

/**
 * A version as a document of its own, which may do nothing and load nothing, whatever is in it; or one that says why there
 * is none, for the frame that was to show it.
 */
export function preview({ api, fault }: Pick<ConsoleDeps, 'api' | 'fault'>) {
  return async (context: Context) => {
    const side = PREVIEW_SIDES.find((each) => each === context.req.param('side'));
    if (!side) return context.notFound();
    try {
      return context.html(await api.preview(context.req.param('id') ?? '', side), 200, previewHeaders());
    } catch (error) {
      const { says, status } = problemOf(error);
      if (status === 500) fault(error);
      return context.html(reasonDocument(`There is no preview: ${says}`), status, previewHeaders());
    }
  };
}
