interface Page<Item> {
  readonly Items?: readonly Item[];
  readonly NextToken?: string;
}

/** All items of a list of HTTP APIs' or what belongs to one: the SDK paginates none of them. */
export async function allItems<Item>(ask: (token: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let token: string | undefined;
  do {
    const page: Page<Item> = await ask(token);
    items.push(...(page.Items ?? []));
    token = page.NextToken === '' ? undefined : page.NextToken;
  } while (token !== undefined);
  return items;
}

interface Positioned<Item> {
  readonly items?: readonly Item[];
  readonly position?: string;
}

/** The same of REST APIs, where the SDK does not paginate. */
export function allPositions<Item>(ask: (position: string | undefined) => Promise<Positioned<Item>>): Promise<Item[]> {
  return allItems(async (token) => {
    const { items, position } = await ask(token);
    return { ...(items && { Items: items }), ...(position !== undefined && { NextToken: position }) };
  });
}
