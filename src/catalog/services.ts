import { jwksRsa, openidClient, viem, webPush } from './libraries/chains-and-identity.js';
import { pinecone, s3Upload } from './libraries/hosted-data.js';
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
];
