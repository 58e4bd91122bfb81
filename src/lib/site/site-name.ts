/** What a site may be called: it is part of table keys, snapshot keys and the id of the notification rule. */
export const SITE_NAME = /^[a-z][a-z0-9-]{0,38}[a-z0-9]$/;
