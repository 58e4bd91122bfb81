import { CloudWatch, paginateListDashboards } from '@aws-sdk/client-cloudwatch';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { configOf } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { jsonText, parsedJson } from '../shared/parsed-json.ts';

/** Dashboards: they belong to the account, and every region lists the same. Links in them that hold credentials are hidden. */
export const dashboards: Kind = {
  async *list(estate, region) {
    if (region !== estate.regions[0]) return;
    for await (const page of paginateListDashboards({ client: estate.client(CloudWatch, region) }, {})) {
      for (const { DashboardName = '' } of page.DashboardEntries ?? [])
        yield { id: DashboardName, name: DashboardName, global: true };
    }
  },
  async capture(resource, sink, estate) {
    const { DashboardBody, DashboardArn } = await estate
      .client(CloudWatch)
      .getDashboard({ DashboardName: resource.id })
      .catch(goneWhere(resource, 'ResourceNotFound', 'DashboardNotFoundError'));
    await sink.json('config.json', { body: await hideSecrets(parsedJson(DashboardBody), 'body', sink) });
    await sink.json('observed.json', { DashboardArn });
  },
  async commands(captured, _live, to) {
    const { body } = await configOf(captured);
    const DashboardName = to.nameOf('cloudwatch', captured.entry.name);
    const put = callsOf('cloudwatch', captured)('put-dashboard', { DashboardName, DashboardBody: jsonText(body) });
    return awsCommands(to, [put]);
  },
};
