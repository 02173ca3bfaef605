import { jwksRsa, openidClient, viem, webPush } from './libraries/chains-and-identity.js';
import {
  consul,
  etcd3,
  googleClients,
  hotShots,
  memjs,
  nodeStatsd,
  rascal,
  zookeeper,
} from './libraries/coordination.js';
import { arangojs, couchbase, influx, sqlite3, tedious } from './libraries/document-stores.js';
import { pinecone, s3Upload } from './libraries/hosted-data.js';
import {
  airtable,
  gitbeaker,
  imap,
  intercom,
  launchDarkly,
  mailgun,
  notion,
  postmark,
  segment,
  svix,
} from './libraries/hosted-services.js';
import { nestMongoose } from './libraries/mongodb.js';
import { nestSequelize, nestTypeorm } from './libraries/orm.js';
import { pusherJs } from './libraries/sockets-and-workers.js';
import type { Library } from './types.js';

/** Clients of chains, logins and hosted services, and modules of frameworks that make clients. */
export const services: readonly Library[] = [
  viem,
  openidClient,
  jwksRsa,
  webPush,
  pinecone,
  s3Upload,
  pusherJs,
  nestMongoose,
  nestTypeorm,
  nestSequelize,
  etcd3,
  consul,
  zookeeper,
  rascal,
  memjs,
  googleClients,
  hotShots,
  nodeStatsd,
  couchbase,
  arangojs,
  influx,
  tedious,
  sqlite3,
  launchDarkly,
  imap,
  postmark,
  mailgun,
  svix,
  intercom,
  notion,
  airtable,
  gitbeaker,
  segment,
];
