/** All pages of a list that gives a token for the next one. */
export async function* paged<Page extends { readonly NextToken?: string | undefined }>(
  ask: (token: { readonly NextToken?: string }) => Promise<Page>,
): AsyncIterable<Page> {
  for (let NextToken: string | undefined; ;) {
    const page = await ask(NextToken === undefined ? {} : { NextToken });
    yield page;
    ({ NextToken } = page);
    if (NextToken === undefined || NextToken === '') return;
  }
}
