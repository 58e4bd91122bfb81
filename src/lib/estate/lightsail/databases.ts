import { picked } from '../shared/picked.ts';
import { configured } from './configured.ts';
import { tagList, tagsOf } from './tags.ts';
import { without } from '../shared/without.ts';

/** What can be said of a live database. */
const SETTABLE = ['preferredBackupWindow', 'preferredMaintenanceWindow', 'publiclyAccessible'] as const;

/** Databases: their plans and settings. Not their data; their passwords are never asked for. */
export const databases = configured({
  page: async (client, token) => {
    const { relationalDatabases: items, nextPageToken } = await client.getRelationalDatabases(token);
    return { items, nextPageToken };
  },
  one: async (client, relationalDatabaseName) =>
    (await client.getRelationalDatabase({ relationalDatabaseName })).relationalDatabase,
  config: (database) => ({
    ...picked(database, 'name', 'relationalDatabaseBlueprintId', 'relationalDatabaseBundleId', 'engine'),
    ...picked(database, 'masterDatabaseName', 'masterUsername', 'backupRetentionEnabled', ...SETTABLE),
    availabilityZone: database.location?.availabilityZone,
    tags: tagsOf(database.tags),
  }),
  seen: (database) => ({
    ...picked(database, 'arn', 'supportCode', 'createdAt', 'state', 'engineVersion', 'secondaryAvailabilityZone'),
    ...picked(database, 'latestRestorableTime', 'parameterApplyStatus', 'masterEndpoint', 'hardware'),
    ...picked(database, 'pendingMaintenanceActions', 'caCertificateIdentifier'),
  }),
  made: (relationalDatabaseName, { tags, ...config }, call) => [
    call('create-relational-database', {
      relationalDatabaseName,
      ...without(config, 'name', 'engine', 'backupRetentionEnabled'),
      masterUserPassword: 'FILL-IN',
      tags: tagList(tags),
    }),
  ],
  changed: (relationalDatabaseName, config, _live, call) => [
    call('update-relational-database', { relationalDatabaseName, ...picked(config, ...SETTABLE) }),
  ],
  notes: [
    'Captures have neither data nor passwords of databases. A new one takes its password in the place of FILL-IN.',
  ],
});
