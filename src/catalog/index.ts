import { bodies } from './bodies.js';
import { agentkeepalive, hpagent, httpProxyAgent, httpsProxyAgent, npmcliAgent, pacProxyAgent, proxyAgent, socksProxyAgent } from './libraries/agents.js';
import { awsClients, awsSdk2, dynamoDocument, nodeHttpHandler } from './libraries/aws.js';
import axios from './libraries/axios.js';
import { amqplib, bull, bullmq, confluentKafka, kafkajs, mqtt, nats } from './libraries/brokers.js';
import { betterSqlite3, cassandra, clickhouse, elasticsearch, neo4j, nodeSqlite, opensearch } from './libraries/databases.js';
import { crossFetch, followRedirects, gaxios, ky, minipassFetch, nodeFetchNative, ofetch, simpleGet } from './libraries/fetch-like.js';
import got from './libraries/got.js';
import { axiosRetry, fetchRetry, makeFetchHappen, needle, phin, pRetry, request, teenyRequest, typedRestClient, wreck, wretch } from './libraries/http-helpers.js';
import { asyncMutex, asyncSema, files, fileSystem, genericPools } from './libraries/locks.js';
import { mongodb, mongoose } from './libraries/mongodb.js';
import { mssql } from './libraries/mssql.js';
import { mariadb, mysql, mysql2, mysql2Promise } from './libraries/mysql.js';
import { nodeFetch2, nodeFetch3 } from './libraries/node-fetch.js';
import { globals, http, http2, https } from './libraries/node-http.js';
import { drizzle, knex, prisma, prismaAdapters, sequelize, typeorm } from './libraries/orm.js';
import { pg, pgPool, postgres } from './libraries/postgres.js';
import { ioredis, redis } from './libraries/redis.js';
import { apollo, connectNode, graphqlRequest, grpc, grpcGenerated, trpc } from './libraries/rpc.js';
import { algoliasearch, anthropic, azurePipeline, azureStorage, firebaseAdmin, googleGenai, googleStorage, octokit, openai, slack, stripe, supabase, twilio } from './libraries/sdks.js';
import { eventsource, nodemailer, piscina, playwright, puppeteer, socketIo, ssh2, ws } from './libraries/sessions.js';
import superagent from './libraries/superagent.js';
import undici from './libraries/undici.js';
import type { Catalog } from './types.js';

/** Everything the plugin knows without settings. */
export const catalog: Catalog = {
  libraries: [
    undici,
    http,
    https,
    http2,
    globals,
    axios,
    got,
    superagent,
    nodeFetch2,
    nodeFetch3,
    crossFetch,
    nodeFetchNative,
    minipassFetch,
    ky,
    ofetch,
    gaxios,
    followRedirects,
    simpleGet,
    httpProxyAgent,
    httpsProxyAgent,
    socksProxyAgent,
    pacProxyAgent,
    proxyAgent,
    agentkeepalive,
    hpagent,
    npmcliAgent,
    nodeHttpHandler,
    awsClients,
    dynamoDocument,
    genericPools,
    asyncMutex,
    asyncSema,
    files,
    fileSystem,
    pg,
    pgPool,
    postgres,
    mysql2,
    mysql2Promise,
    mysql,
    mariadb,
    mssql,
    mongodb,
    mongoose,
    redis,
    ioredis,
    prisma,
    prismaAdapters,
    drizzle,
    knex,
    typeorm,
    sequelize,
    cassandra,
    neo4j,
    clickhouse,
    elasticsearch,
    opensearch,
    betterSqlite3,
    nodeSqlite,
    kafkajs,
    confluentKafka,
    amqplib,
    nats,
    mqtt,
    bullmq,
    bull,
    grpc,
    grpcGenerated,
    connectNode,
    graphqlRequest,
    apollo,
    trpc,
    ws,
    eventsource,
    socketIo,
    nodemailer,
    ssh2,
    puppeteer,
    playwright,
    piscina,
    needle,
    wretch,
    makeFetchHappen,
    teenyRequest,
    wreck,
    phin,
    request,
    typedRestClient,
    fetchRetry,
    pRetry,
    axiosRetry,
    awsSdk2,
    openai,
    anthropic,
    googleGenai,
    azurePipeline,
    azureStorage,
    googleStorage,
    stripe,
    octokit,
    twilio,
    slack,
    algoliasearch,
    firebaseAdmin,
    supabase,
  ],
  bodies,
};
