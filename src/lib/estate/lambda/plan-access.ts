import { same } from '../../capture/plain-value.ts';
import type { Step } from '../../capture/restore.ts';
import { UNQUALIFIED, type FunctionDocument, type Statement } from './function-document.ts';
import { partStep, type FunctionWork } from './function-work.ts';
import { permissionInput } from './permission-input.ts';
import { reachableAliases } from './plan-aliases.ts';

type Permission = NonNullable<Awaited<ReturnType<typeof permissionInput>>>;

/**
 * Who may call it, at which addresses, and what becomes of the answers: by alias. Permissions are brought to exactly what they
 * were; addresses that only the live function has stay.
 */
export async function planAccess(work: FunctionWork): Promise<readonly Step[]> {
  const { wanted, base, to, name } = work;
  const aliases = reachableAliases(wanted, base);
  const there = (qualifier: string) => qualifier === UNQUALIFIED || aliases.has(qualifier);
  const requests = new Map<Statement, Permission>();
  const lost: string[] = [];
  const permissions: Record<string, readonly Statement[]> = {};
  for (const [qualifier, statements] of Object.entries(wanted.Permissions)) {
    const live = base.Permissions[qualifier] ?? [];
    for (const statement of statements) {
      const request = await permissionInput(statement, to);
      const kept = live.some((each) => same(each, statement));
      if (request) requests.set(statement, request);
      else if (!kept) lost.push(statement.Sid ?? '');
    }
    permissions[qualifier] = statements.filter((each) => !lost.includes(each.Sid ?? ''));
  }
  const before = partOf(base, (qualifier) => there(qualifier));
  const after: AccessPart = {
    ...partOf({ ...wanted, Permissions: permissions }, (qualifier) => there(qualifier)),
  };
  const Urls = { ...before.Urls, ...after.Urls };
  const steps = partStep(work, 'permissions and addresses', { before, after: { ...after, Urls } }, async () => {
    await putPermissions(work, before, after, requests);
    await putUrls(work, before, after);
    await putInvokes(work, before, after);
    await putProvisioned(work, before, after);
  });
  if (lost.length === 0) return steps;
  const why = `Statements that Holdfast cannot say again, or of which it does not know a token: ${lost.join(', ')}.`;
  return [...steps, { kind: 'impossible', what: `function ${name}: some permissions`, why }];
}

type AccessPart = Pick<FunctionDocument, 'Permissions' | 'Urls' | 'EventInvoke' | 'ProvisionedConcurrency'>;

function partOf(document: AccessPart, there: (qualifier: string) => boolean): AccessPart {
  const { Permissions, Urls, EventInvoke, ProvisionedConcurrency } = document;
  const some = <Value>(values: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(values).filter(([qualifier]) => there(qualifier)));
  return {
    Permissions: Object.fromEntries(Object.entries(some(Permissions)).filter(([, list]) => list.length > 0)),
    Urls: some(Urls),
    EventInvoke: some(EventInvoke),
    ProvisionedConcurrency: some(ProvisionedConcurrency),
  };
}

function qualified(FunctionName: string, qualifier: string) {
  return { FunctionName, ...(qualifier !== UNQUALIFIED && { Qualifier: qualifier }) };
}

async function putPermissions(
  { client, name }: FunctionWork,
  before: AccessPart,
  after: AccessPart,
  requests: ReadonlyMap<Statement, Permission>,
): Promise<void> {
  for (const qualifier of new Set([...Object.keys(before.Permissions), ...Object.keys(after.Permissions)])) {
    const [now, then] = [before.Permissions[qualifier] ?? [], after.Permissions[qualifier] ?? []];
    const of = qualified(name, qualifier);
    for (const statement of now.filter((each) => !then.some((other) => same(each, other))))
      await client.removePermission({ ...of, StatementId: statement.Sid ?? '' });
    for (const statement of then.filter((each) => !now.some((other) => same(each, other)))) {
      const request = requests.get(statement);
      if (request) await client.addPermission({ ...of, ...request });
    }
  }
}

async function putUrls({ client, name }: FunctionWork, before: AccessPart, after: AccessPart): Promise<void> {
  for (const [qualifier, url] of Object.entries(after.Urls)) {
    const now = before.Urls[qualifier];
    if (same(now, url)) continue;
    const request = { ...qualified(name, qualifier), ...url, ...(now && { Cors: url.Cors ?? {} }) };
    await (now ? client.updateFunctionUrlConfig(request) : client.createFunctionUrlConfig(request));
  }
}

async function putInvokes({ client, name }: FunctionWork, before: AccessPart, after: AccessPart): Promise<void> {
  for (const [qualifier, invoke] of Object.entries(after.EventInvoke))
    if (!same(before.EventInvoke[qualifier], invoke))
      await client.putFunctionEventInvokeConfig({ ...qualified(name, qualifier), ...invoke });
  for (const qualifier of Object.keys(before.EventInvoke))
    if (!Object.hasOwn(after.EventInvoke, qualifier))
      await client.deleteFunctionEventInvokeConfig(qualified(name, qualifier));
}

async function putProvisioned({ client, name }: FunctionWork, before: AccessPart, after: AccessPart): Promise<void> {
  for (const [Qualifier, count] of Object.entries(after.ProvisionedConcurrency))
    if (before.ProvisionedConcurrency[Qualifier] !== count)
      await client.putProvisionedConcurrencyConfig({
        FunctionName: name,
        Qualifier,
        ProvisionedConcurrentExecutions: count,
      });
  for (const Qualifier of Object.keys(before.ProvisionedConcurrency))
    if (!Object.hasOwn(after.ProvisionedConcurrency, Qualifier))
      await client.deleteProvisionedConcurrencyConfig({ FunctionName: name, Qualifier });
}
