import type { CapturedResource } from '../../capture/captured-resource.ts';
import type { Change } from '../../capture/change.ts';
import { compareFile, filesOf } from '../../capture/compare-resources.ts';
import { INDEX, LINE, type Line } from './folder.ts';
import { BUNDLE } from './repository.ts';
import { inOrder } from './walk.ts';

/** Bundles are told by the refs in them: packing the same twice makes other bytes. Folders are compared file by file. */
export async function* compareLocal(before: CapturedResource, after: CapturedResource): AsyncIterable<Change> {
  for (const file of filesOf(before, after)) {
    if (file === INDEX) yield* compareIndexes(before, after);
    else if (file !== BUNDLE) yield* await compareFile(file, before, after);
  }
}

/** Both at once, in their order: neither is held as a whole. */
async function* compareIndexes(before: CapturedResource, after: CapturedResource): AsyncIterable<Change> {
  const [left, right] = [before, after].map((side) => side.lines(INDEX)[Symbol.asyncIterator]());
  const next = async (side: typeof left) => {
    const answer = await side?.next();
    return answer === undefined || answer.done === true ? undefined : LINE.parse(answer.value);
  };
  let [was, is] = [await next(left), await next(right)];
  while (was || is) {
    const order = was && is ? inOrder(was.name, is.name) : was ? -1 : 1;
    if (was && order < 0) yield { file: was.name, kind: 'removed', path: '', before: said(was) };
    else if (is && order > 0) yield { file: is.name, kind: 'added', path: '', after: said(is) };
    else if (was && is && said(was) !== said(is))
      yield { file: is.name, kind: 'changed', path: '', before: said(was), after: said(is) };
    [was, is] = [order <= 0 ? await next(left) : was, order >= 0 ? await next(right) : is];
  }
}

function said({ kind, mode, target, sha256, bytes }: Line): string {
  if (kind === 'link') return `link to ${target}`;
  return kind === 'folder' ? `folder, mode ${mode}` : `${bytes} bytes, mode ${mode}, sha256 ${sha256?.slice(0, 16)}`;
}
