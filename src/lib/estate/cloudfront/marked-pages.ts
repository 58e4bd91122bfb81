/** A list of CloudFront's that the SDK does not paginate. */
interface MarkedList<Item> {
  readonly NextMarker?: string;
  readonly Items?: readonly Item[];
}

/** All items of such a list, page by page. */
export async function* markedPages<Name extends string, Item>(
  ask: (marker: string | undefined) => Promise<{ readonly [key in Name]?: MarkedList<Item> }>,
  name: Name,
): AsyncIterable<Item> {
  let marker: string | undefined;
  do {
    const list: MarkedList<Item> | undefined = (await ask(marker))[name];
    yield* list?.Items ?? [];
    marker = list?.NextMarker === '' ? undefined : list?.NextMarker;
  } while (marker !== undefined);
}
