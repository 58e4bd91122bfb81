'use strict';

// The bridge from the deploy tool, which reads CommonJS only, to the typed code beside this file.
module.exports = async ({ resolveVariable }) => {
  const { loadConfig } = require('../src/lib/aws/config-file.ts');
  const { appList, resourcesFor, siteList } = require('./resources.ts');
  const { sites } = loadConfig();
  const stage = await resolveVariable('sls:stage');
  return { sites: siteList(sites), slackApps: appList(sites), resources: resourcesFor(sites, stage) };
};
