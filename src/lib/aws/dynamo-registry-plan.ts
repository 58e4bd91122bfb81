import type { LinkUse, TokenChange, Transition, Write } from '../site/registry.ts';
import type { Warning } from '../site/warning.ts';
import { warningItem } from './dynamo-deploy-items.ts';
import type { Item, ItemKey } from './dynamo-items.ts';
import { incidentItem, linkKey, pageItem, pageKey, siteKey, tokenKey } from './dynamo-items.ts';
import type { Operation } from './dynamo-transact.ts';

/** A transition as transactions of at most 100 items, to be written in this order. */
export interface Plan {
  /** Each must succeed before the next. */
  readonly before: readonly Operation[][];
  readonly main: readonly Operation[];
  /** Done is done: what is left of them may fail. */
  readonly after: readonly Operation[][];
}

// DynamoDB's limit of items in one TransactWriteItems, and what of it side transactions use for tokens.
const ITEMS = 100;
const TOKENS_ASIDE = 90;

/**
 * Plans the transactions of a transition: nearly always the one. When a page changes more tokens than fit, its losses
 * go first, under the same conditions, and the gains that do not fit follow. Both are safe: a token is judged present
 * on another page by its item there, and an item that is missing, or lost too early, only makes judging stricter. What
 * the page itself has is on its own record.
 */
export function planTransition(table: string, transition: Transition): Plan {
  const { page, site, incidents, tokens, link, warnings = [], acknowledged } = transition;
  const others = [site, link, acknowledged].filter((each) => each !== undefined).length;
  const room = ITEMS - 1 - others - incidents.length - warnings.length;
  if (tokens.length <= room) return { before: [], main: mainItems(table, transition, tokens, 0), after: [] };
  const losses = chunks(tokens.filter(({ state }) => state === 'lost'));
  const gains = tokens.filter(({ state }) => state === 'live');
  return {
    before: losses.map((chunk, i) => [
      checked(table, pageKey(page.next.ref), page.expect),
      ...(site ? [moved(table, site.name, site.expect + i)] : []),
      ...(link ? [usable(table, link)] : []),
      ...chunk.map((change) => tokenUpdate(table, page.next.ref.site, change)),
    ]),
    main: mainItems(table, transition, gains.slice(0, room), losses.length),
    after: chunks(gains.slice(room)).map((chunk) => [
      checked(table, pageKey(page.next.ref), page.next.rev),
      ...(site ? [moved(table, site.name)] : []),
      ...chunk.map((change) => tokenUpdate(table, page.next.ref.site, change)),
    ]),
  };
}

function mainItems(
  table: string,
  { page, site, incidents, link, warnings = [], acknowledged }: Transition,
  tokens: readonly TokenChange[],
  movesBefore: number,
): Operation[] {
  return [
    put(table, page, pageItem(page.next)),
    ...(site ? [siteOperation(table, { ...site, expect: site.expect + movesBefore })] : []),
    ...incidents.map((write) => put(table, write, incidentItem(write.next))),
    ...warnings.map((warning) => ({ Put: { TableName: table, Item: { ...warningItem(warning) } } })),
    ...(acknowledged ? [putOpenWarning(table, acknowledged)] : []),
    ...(link ? [used(table, link)] : []),
    ...tokens.map((change) => tokenUpdate(table, page.next.ref.site, change)),
  ];
}

/** Puts an item where there is none yet. */
export function putNew(table: string, item: Item): Operation {
  return put(table, { expect: 'absent' }, item);
}

/** Puts a warning in place of itself, while nobody acknowledged it. */
export function putOpenWarning(table: string, warning: Warning): Operation {
  const ConditionExpression = 'attribute_exists(pk) AND attribute_not_exists(acknowledged)';
  return { Put: { TableName: table, Item: { ...warningItem(warning) }, ConditionExpression } };
}

function siteOperation(table: string, { name, expect, moves }: NonNullable<Transition['site']>): Operation {
  return moves ? moved(table, name, expect) : checked(table, siteKey(name), expect);
}

function put(table: string, { expect }: Pick<Write<unknown>, 'expect'>, item: Item): Operation {
  return { Put: { TableName: table, Item: { ...item }, ...atRevision(expect) } };
}

/** Fails unless the item is of this revision. */
export function checked(table: string, key: ItemKey, expect: number | 'absent'): Operation {
  return { ConditionCheck: { TableName: table, Key: { ...key }, ...atRevision(expect) } };
}

/** Adds one to the site's revision: while it is `expect`, or whatever it is. */
function moved(table: string, name: string, expect?: number): Operation {
  const condition = expect === undefined ? 'attribute_exists(#rev)' : '#rev = :expect';
  return {
    Update: {
      TableName: table,
      Key: { ...siteKey(name) },
      UpdateExpression: 'SET #rev = #rev + :one',
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#rev': 'rev' },
      ExpressionAttributeValues: { ':one': 1, ...(expect !== undefined && { ':expect': expect }) },
    },
  };
}

/** Fails when a personal link is not there, was used, or is over. */
function usable(table: string, link: LinkUse) {
  const ConditionCheck = {
    TableName: table,
    Key: { ...linkKey(link.incident, link.hash) },
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#usedAt) AND #until > :at',
    ExpressionAttributeNames: { '#usedAt': 'usedAt', '#until': 'until' },
    ExpressionAttributeValues: { ':at': link.at },
  };
  return { ConditionCheck } satisfies Operation;
}

/** Uses a personal link up, if it still can be. */
function used(table: string, link: LinkUse): Operation {
  return { Update: { ...usable(table, link).ConditionCheck, UpdateExpression: 'SET #usedAt = :at' } };
}

function atRevision(expect: number | 'absent') {
  if (expect === 'absent') return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#rev = :expect',
    ExpressionAttributeNames: { '#rev': 'rev' },
    ExpressionAttributeValues: { ':expect': expect },
  };
}

const TOKEN_NAMES = {
  '#site': 'site',
  '#name': 'name',
  '#key': 'key',
  '#state': 'state',
  '#firstSeen': 'firstSeen',
  '#gainedAt': 'gainedAt',
  '#lastSeen': 'lastSeen',
};

function tokenUpdate(table: string, site: string, change: TokenChange): Operation {
  const gainedAt = change.state === 'live' ? ':at' : 'if_not_exists(#gainedAt, :at)';
  return {
    Update: {
      TableName: table,
      Key: { ...tokenKey(site, change) },
      UpdateExpression:
        'SET #site = :site, #name = :name, #key = :key, #state = :state, #lastSeen = :at, ' +
        `#firstSeen = if_not_exists(#firstSeen, :at), #gainedAt = ${gainedAt}`,
      ExpressionAttributeNames: TOKEN_NAMES,
      ExpressionAttributeValues: {
        ':site': site,
        ':name': change.name,
        ':key': change.key,
        ':state': change.state,
        ':at': change.at,
      },
    },
  };
}

function chunks(changes: readonly TokenChange[]): TokenChange[][] {
  const count = Math.ceil(changes.length / TOKENS_ASIDE);
  return Array.from({ length: count }, (_, i) => changes.slice(i * TOKENS_ASIDE, (i + 1) * TOKENS_ASIDE));
}
