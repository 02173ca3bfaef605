import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  modulePattern,
  namePattern,
  pathPattern,
  sourcePattern,
  textPattern,
  wordPattern,
} from '../../src/analysis/names/conventions.js';
import type {
  ModuleConvention,
  NameConvention,
  PathConvention,
  PatternConvention,
  TextConvention,
  WordConvention,
} from '../../src/catalog/conventions/types.js';

const folder = new URL('../../src/catalog/conventions/', import.meta.url);
const conventions = new Map<string, unknown>();
const twice: string[] = [];
for (const file of readdirSync(folder).filter((name) => name !== 'types.ts')) {
  const exported = (await import(`../../src/catalog/conventions/${file.slice(0, -3)}.ts`)) as Record<string, unknown>;
  for (const [name, value] of Object.entries(exported)) {
    if (conventions.has(name)) twice.push(name);
    conventions.set(name, value);
  }
}

/** What each convention covers, and what comes near it. */
const names: Readonly<Record<string, readonly [covered: readonly string[], near: readonly string[]]>> = {
  howToEnd: [
    ['options', 'callback', 'cb', 'isForced', 'timeoutMs'],
    ['id', 'account', 'cbs'],
  ],
  makerMethods: [
    ['createClient', 'open', 'newSession', 'make_pool'],
    ['created', 'opens', 'newest', 'getClient'],
  ],
  proxyFactories: [
    ['getProxyDispatcher', 'makeProxied', 'proxyAgent'],
    ['getDispatcher', 'approximate'],
  ],
  receivedRequests: [
    ['req', 'request', 'nextReq', 'ctx', 'raw'],
    ['options', 'requests', 'init'],
  ],
  requestBodyNames: [
    ['requestBody', 'rawReqBody', 'requestStream'],
    ['body', 'request', 'stream'],
  ],
  streamGuards: [
    ['stream.pipeline', 'finished', 'pump', 'safePipeline', 'eos'],
    ['pipelines', 'pipe', 'composer'],
  ],
  endingHelpers: [
    ['closeWithGrace', 'createTerminus', 'gracefulShutdown', 'createLightship'],
    ['session', 'RedisStore', 'createHandler'],
  ],
  endingEvents: [
    ['close', 'error', 'disconnect', 'end'],
    ['message', 'closing', 'ready'],
  ],
  endingHandlers: [
    ['onClose', 'handleDisconnect', 'onSocketError', 'onerror'],
    ['close', 'onMessage', 'error'],
  ],
  replacingNames: [
    ['updateConfig', 'setUrl', 'reconnect', 'rotateCredentials'],
    ['settings', 'connect', 'updated'],
  ],
  clearingNames: [
    ['close', 'cleanUp', 'clearInterval', 'removeAllListeners', 'resetClient'],
    ['closed', 'connect', 'ending'],
  ],
  slowTasks: [
    ['loadModel', 'downloadFile', 'uploadToStore', 'fineTune', 'crawl', 'exportUsers', 'processBatchOfFiles'],
    ['loadModels', 'load', 'listDownloads', 'create', 'training', 'renderer', 'processOrder'],
  ],
  setUpNames: [
    [
      'main',
      'init',
      'initDb',
      '_setup',
      '#set_up',
      'setUpClients',
      'startAsync',
      'createClickhouseDb',
      'runMigrations',
      'seedDatabase',
      'customSeed',
      'closeAll',
    ],
    [
      'createDbClient',
      'seeder',
      'randomSeeded',
      'maintain',
      'initial',
      'setups',
      'starter',
      'closeIfOpen',
      'getMain',
      'connection',
    ],
  ],
  textFunctions: [
    ['toString', 'String', 'join', 'resolve', 'format', 'replace', 'replaceAll', 'trim', 'concat', 'encodeURI'],
    ['toStrings', 'joined', 'formatter'],
  ],
  requestVariables: [
    ['req', 'request', 'Request', 'input2', 'info'],
    ['requests', 'reqId', 'information'],
  ],
  callbackParameters: [
    ['cb', 'callback', 'done', '_next', 'onResponse'],
    ['once', 'online', 'callbacks', 'options'],
  ],
  bodyStreamMakers: [
    ['createReadStream', 'from', 'stream'],
    ['streams', 'fromEntries'],
  ],
  requestNames: [
    ['req', 'proxyReq', 'upstreamRequest', 'request_'],
    ['required', 'res', 'requests'],
  ],
  clientReaders: [
    ['console.log', 'logger', 'log.info', 'fastify.decorate', 'app.log', 'JSON.stringify'],
    ['register', 'app.use', 'decorators', 'catalog'],
  ],
  logCalls: [
    ['console', 'Logger', 'log', 'print'],
    ['logIn', 'errors', 'catalog'],
  ],
  loggerObjects: [
    ['log', 'logger', 'appLogger', 'fastify', 'server'],
    ['login', 'application', 'servers'],
  ],
  serverNames: [
    ['server', 'httpServer', 'HTTPServer'],
    ['servers', 'serverless'],
  ],
  handlerLists: [
    ['handlers', 'messageHandlers', 'middleware', 'ROUTES'],
    ['steps', 'tasks', 'handlersByName'],
  ],
  applicationParameters: [
    ['app', '_app', 'Fastify', 'nitroApp'],
    ['application', 'apps', 'options'],
  ],
  providerFactories: [
    ['useFactory', 'factory'],
    ['factories', 'clientFactory'],
  ],
  agentFactories: [
    ['createAgent', 'makeProxyAgent', 'buildHttpsAgents', 'createAgentFor', 'newDispatcher'],
    ['getAgent', 'createAgenda', 'agentCreate', 'recreateAgent'],
  ],
  requestParameters: [
    ['req', '_req', 'request'],
    ['requests', 'reqId'],
  ],
  retryPredicates: [
    ['isRateLimited', 'shouldRetry', 'canRetry', 'retryIf', 'retryOnStatus', 'when'],
    ['issue', 'retries', 'cancel', 'whenever', 'retryDelay'],
  ],
  gettingFunctions: [
    ['getUser', 'findAll', 'fetch_block', 'lookUp', 'lookup', 'list2', '_loadOrders'],
    ['getter', 'finder', 'listen', 'reader', 'counter', 'loading', 'forget'],
  ],
  signalNames: [
    ['signal', 'abortSignal', 'requestSignal', 'external'],
    ['signals', 'signalling', 'externalUrl'],
  ],
  registrars: [
    ['onMessage', 'registerHandlers', 'setupListeners', 'set_up', 'start', 'watchFiles', 'createServer'],
    ['online', 'restart', 'getUser', 'subscribers', 'runner'],
  ],
  finalErrors: [
    ['AbortError', 'UnrecoverableError', 'NonRetryableError', 'PermanentFailure'],
    ['HttpError', 'Error', 'TimeoutError'],
  ],
  sleepNames: [
    ['sleep', 'delay', 'waitFor', 'setTimeout', 'rejectAfter', 'timer'],
    ['asleep', 'waiter', 'afterwards', 'load'],
  ],
  responseParameters: [['res', 'response', 'reply'], ['result']],
  afterRequestParameters: [
    ['h', 'next', 'env', 'res'],
    ['options', 'headers'],
  ],
  errorParameters: [['err', 'error', 'e'], ['errors']],
  contextParameters: [
    ['ctx', 'context', 'c'],
    ['config', 'contexts'],
  ],
  commandParameters: [['argv', 'args', 'yargs'], ['event']],
  procedureNames: [['publicProcedure', 'procedure', 'protectedProcedures'], ['process']],
  routerNames: [
    ['app', 'adminApp', 'usersRouter', 'api', 'ROUTES', 'httpServer', 'consumer'],
    ['apps', 'client', 'apiClient', 'serverOptions', 'cache'],
  ],
  memoizingFunctions: [
    ['once', 'memoize', 'useMemo', 'lazySingleton', 'cached', 'pMemoizeClear'],
    ['fetch', 'recache', 'nonce'],
  ],
  registeringFunctions: [
    ['fp', 'defineNitroPlugin', 'useFactory'],
    ['plugins', 'registerAll', 'binding'],
  ],
  startScripts: [
    ['start', 'dev', 'start_prod', 'worker', 'serve_api', 'run', 'run_prod'],
    ['started', 'build', 'seed', 'developer', 'runFullSync', 'run_migrations'],
  ],
  transactionEnds: [
    ['rollback', 'client.rollbackQuietly', 'commitOrAbort', 'END_TX'],
    ['begin', 'append', 'endless'],
  ],
  watchingFunctions: [
    ['console.log', 'assert.ok', 'this.logger.info', 'log'],
    ['login', 'catalog.put', 'assertions'],
  ],
  endingNames: [
    ['close', 'closeAll', 'end', 'disconnectFromAll', 'flush'],
    ['closed', 'endpoint', 'isClosed', 'quiteMany', 'dispatch'],
  ],
  programEnds: [
    ['close', 'exit', 'Terminate'],
    ['closeAll', 'exiting', 'send'],
  ],
  shutdownNames: [
    ['close', 'shutdown', 'shutDownAll', '_tearDown', 'onModuleDestroy', 'onApplicationShutdown', '#stop'],
    ['closest', 'reopen', 'stopper', 'onRequest', 'ended'],
  ],
  shutdownCallees: [
    ['process.on', 'app.addHook', 'afterAll', 't.after', 'closeWithGrace'],
    ['emitter.on', 'hereafter', 'addHooks', 'process.onExit'],
  ],
  pureCalls: [
    ['URL', 'Math.max', 'JSON.stringify', 'name.toLowerCase', 'this.name.trim', 'Object.freeze', 'join'],
    ['Math.random', 'Date.now', 'URLs', 'Object.create', 'rejoin', 'crypto.randomUUID'],
  ],
  settingUpMethods: [
    ['on', 'setTimeout', 'use', 'connect', 'addHook', 'registerTool'],
    ['request', 'online', 'userOf', 'settle', 'address', 'openai'],
  ],
  sharedSettingUpMethods: [
    ['on', 'once', 'connect', 'setMaxListeners', 'useAdapter'],
    ['get', 'set', 'add', 'delete', 'ones', 'useful'],
  ],
  takingOutMethods: [
    ['$transaction', 'startSession', 'connect', '$extends', 'getConnection', 'begin', 'on'],
    ['findMany', 'users', 'query', 'collection', 'topic', 'online', 'publish'],
  ],
  scalarNames: [
    ['url', 'proxyUrl', 'baseURL', 'endpoint', 'region', 'proxy'],
    ['options', 'config', 'urls', 'regions', 'credentials', 'tls'],
  ],
  callObjects: [
    ['req', 'ctx', 'event', 'logger'],
    ['requestOptions', 'config', 'tenant', 'region'],
  ],
  secretNames: [
    ['accessToken', 'clientCert', 'key', 'ca', 'userId', 'API_KEY_SECRET', 'cookieJar'],
    ['keepAlive', 'keys', 'cache', 'region', 'host'],
  ],
  readingNames: [
    ['console', 'JSON', 'stringify', 'Logger'],
    ['merge', 'assign', 'sendLog', 'valuesOf'],
  ],
  loggers: [
    ['console', 'logger', 'requestLogger'],
    ['login', 'catalog', 'blog'],
  ],
  setUpRoutes: [
    ['setup', 'setup-database', 'install'],
    ['installments', 'setups', 'reset'],
  ],
  probes: [
    ['health', 'healthCheck', 'getHealthStatus', 'healthController', 'testConnection', 'ping', 'readyz'],
    ['ready', 'shipping', 'pingback', 'healthy', 'connection', 'runHealth'],
  ],
  configurationParameters: [
    ['config', 'appConfig', 'options', 'env'],
    ['data', 'tenant', 'environment', 'id'],
  ],
  closingNames: [
    ['close', 'closeAll', 'end', 'quit', 'disconnectFromAll'],
    ['endpoint', 'closest', 'isClosed', 'released'],
  ],
  eventParameters: [
    ['event', '_event', 'evt'],
    ['events', 'e'],
  ],
};

const modules: Readonly<Record<string, readonly [covered: readonly string[], near: readonly string[]]>> = {
  testModules: [
    ['vitest', 'node:test', '@playwright/test'],
    ['vitest-mock', 'test', 'node:tests'],
  ],
  browserModules: [
    ['react-dom', 'react-dom/client', '@angular/common/http', '@angular/platform-browser-dynamic', 'vue'],
    ['react', 'react-dom/server', '@angular/cli', 'vue-server'],
  ],
  commandModules: [
    ['commander', 'yargs/helpers', '@actions/core'],
    ['commander-extra', '@actions/http-client'],
  ],
  terminalModules: [
    ['@inquirer/prompts', 'listr2', 'ora'],
    ['inquirer-x', 'orator'],
  ],
  askingModules: [
    ['inquirer', '@inquirer/prompts', '@clack/prompts'],
    ['ora', 'prompts-x'],
  ],
  pageModules: [
    ['three', 'pixi.js', 'leaflet'],
    ['three-x', 'd3', 'leaf'],
  ],
  desktopModules: [
    ['electron', 'electron/main', '@tauri-apps/api/window'],
    ['electron-log', 'electrons', '@tauri'],
  ],
  functionModules: [
    ['aws-lambda', '@middy/core', 'firebase-functions/v2/https'],
    ['@aws-sdk/client-lambda', 'middy'],
  ],
  workerModules: [
    ['cloudflare:workers', '@cloudflare/pages-plugin-sentry'],
    ['cloudflare', '@cloudflare/stream-react'],
  ],
  nextModules: [
    ['next', 'next/server', 'next/server.js', 'next/font/google', 'server-only'],
    ['next-auth', 'next/router', 'next/servers'],
  ],
  nodeOnlyModules: [
    ['node:events', 'fs', 'fs/promises', 'worker_threads', 'puppeteer', 'playwright-core'],
    ['events', 'url', 'fs-extra', 'fsevents', 'playwrights'],
  ],
  serverModules: [
    ['express', '@nestjs/platform-express', 'apollo-server-koa', 'pg'],
    ['@nestjs/common', 'express-validator', 'pg-protocol'],
  ],
  typedServers: [['@trpc/server'], ['@trpc/client', '@trpc/server-utils']],
  ownServers: [
    ['express', '@nestjs/core'],
    ['express-rate-limit', '@nestjs/common'],
  ],
};

const paths: Readonly<Record<string, readonly [covered: readonly string[], near: readonly string[]]>> = {
  scriptFolders: [
    ['scripts/a.ts', 'packages/b/script/c.js'],
    ['src/scripting/a.ts', 'scripts.ts'],
  ],
  testPaths: [
    [
      'test/a.ts',
      'src/__tests__/a.js',
      'src/a.spec.mts',
      'types/a.test-d.ts',
      'acceptance/a.ts',
      'a/stress_test.mjs',
      'packages/a-tests/b.ts',
    ],
    ['src/contest/a.ts', 'src/acceptance-rate/a.ts', 'src/test.ts', 'src/latest.ts'],
  ],
  examplePaths: [
    ['examples/a.ts', 'packages/a/docs/b.js', 'src/a.example.ts', 'src/client-example.mjs', 'sample-shop/src/a.ts'],
    ['src/exampled/a.ts', 'src/example.ts', 'src/modules/sample/a.ts', 'src/modules/sample-rates/a.ts'],
  ],
  documentationFeatures: [
    ['src/docs/a.ts', 'packages/a/src/modules/docs/b.ts', 'lib/docs/a.js'],
    ['docs/a.ts', 'source/docs/a.ts'],
  ],
  toolPackagePaths: [
    ['tools/releaser/a.ts', 'dev-tools/a/b.ts', 'packages/migration/a.ts'],
    ['apps/tools/a.ts', 'toolbox/a.ts', 'packages/immigration/a.ts'],
  ],
  templatePackagePaths: [
    ['templates/blog/a.ts', 'starters/a/b.ts'],
    ['packages/templates/a.ts', 'template.ts'],
  ],
  migrationPaths: [
    ['db/migrations/1_a.js', 'src/migration/1.ts'],
    ['src/immigration/a.ts', 'migrations.ts'],
  ],
  oneOffPaths: [
    [
      ...['scripts/migration/v2/index.js', 'prisma/seed.ts', 'scripts/backfill-users.ts', 'db/migrations/1_a.js'],
      ...['bin/data-fixes/a.ts', 'jobs/data-migrations/b.ts'],
    ],
    ['scripts/build.js', 'src/seeding.ts', 'src/immigration/a.ts', 'src/data/fixes.ts'],
  ],
  scriptPaths: [
    ['scripts/a.ts', 'src/bin/a.ts', 'db/migrations/1.ts', 'prisma/seed.ts', 'a/one-offs/b.js', 'a/data-fixes/b.ts'],
    ['src/controllers/scripts/a.ts', 'src/seeding/a.ts', 'src/seed-data.ts'],
  ],
  toolPaths: [
    [
      '.github/scripts/a.ts',
      'packages/a/bench/b.ts',
      'src/evals/judge.ts',
      'drizzle.config.ts',
      'knexfile.js',
      'scripts/npm-release.mjs',
      'scripts/generateChangelog.mjs',
    ],
    [
      'src/config/redis.config.ts',
      'src/release.ts',
      'src/modules/playground/a.ts',
      'src/modules/ci/a.ts',
      'src/eval.ts',
    ],
  ],
  cronPaths: [
    ['cron/a.ts', 'src/cron-jobs/b.ts'],
    ['src/modules/cron/a.ts', 'src/cron.ts'],
  ],
  frontendPaths: [
    ['client/a.ts', 'src/frontend/b.js', 'public/app.js'],
    ['src/clients/a.ts', 'src/http/client/a.ts', 'src/webhooks/a.ts'],
  ],
  frontendServerPaths: [
    ['server/a.ts', 'src/entry-server.ts', 'src/a.server.ts', 'vite.config.ts', 'src/setupProxy.js'],
    ['src/servers/a.ts', 'src/config.ts', 'src/api/server/a.ts'],
  ],
  functionPaths: [
    ['netlify/functions/a.ts', 'apps/web/netlify/edge-functions/a.js'],
    ['functions/a.ts', 'netlify/lib/a.ts'],
  ],
  handlerFiles: [
    ['handler.ts', 'index.mjs'],
    ['handlers.ts', 'my-handler.ts', 'index.tsx'],
  ],
  nextRoutes: [
    ['app/route.ts', 'src/app/api/users/route.js'],
    ['app/routes.ts', 'src/application/route.ts'],
  ],
  nextPages: [
    ['app/page.tsx', 'src/app/(shop)/[id]/not-found.jsx'],
    ['app/page.ts', 'app/pages.tsx', 'src/page.tsx'],
  ],
  conventionFiles: [
    ['src/routes/+server.ts', 'app/route.ts', 'app/page.tsx', 'src/pages/a.js', 'src/api/users.ts', 'src/+page.svelte'],
    ['src/router.ts', 'src/layouts/a.ts', 'src/pages.ts'],
  ],
  nextApi: [
    ['pages/api/a.ts', 'src/pages/api/b/[id].js'],
    ['api/a.ts', 'pages/apis/a.ts'],
  ],
};

const texts: Readonly<Record<string, readonly [covered: readonly string[], near: readonly string[]]>> = {
  subscriptionEndTexts: [
    ['clearInterval(timer)', 'socket.end()', 'subscription.unsubscribe()'],
    ['clearIntervals(', 'ended', 'offset'],
  ],
  managedRouteTexts: [['export const maxDuration = 60'], ['const maxDuration = 60', 'maxDuration']],
  moduleMocks: [
    ['jest.mock("@aws-sdk/client-s3")', 'vi.doMock(name)', 'proxyquire(path, {})'],
    ['aws-sdk-client-mock', 'mock.method(client)', 'mockClient(S3Client)'],
  ],
  changesForGood: [
    [
      'client.middlewareStack.add(x)',
      'api.interceptors.request.use(f)',
      'agent.compose(retry)',
      'api.defaults.timeout = 1',
    ],
    ['composer(agent)', 'const defaults = {};', 'useAgent()'],
  ],
  clientHooks: [
    ['const [a] = useState(1)', 'useState<Item[]>([])', 'useRouter ()'],
    ['useStateMachine(', 'reuseState('],
  ],
  pageRequests: [
    [`credentials: 'same-origin',`, 'credentials: "same-origin"'],
    [`credentials: 'include'`, 'same-origin'],
  ],
  serviceWorkerCode: [
    ['self.skipWaiting();', 'event.waitUntil(self.clients.claim())', 'self.registration.scope', 'clients.claim()'],
    ['self.addEventListener("fetch", f)', 'event.waitUntil(work)', 'caches.open(name)', 'this.clients.length'],
  ],
  nodeCode: [
    [`process.on('exit', f)`, 'process.argv[2]'],
    ['process.env', 'subprocess.on'],
  ],
  servesOthers: [
    ['app.listen(1)', 'await app\n  .listen(1)', 'new Worker(q)', 'NestFactory.create'],
    ['listen()', 'newWorker()', 'observe(', 'new Workers()', 'setInterval(f, 1)'],
  ],
  lingers: [
    ['process.on(\n  "SIGTERM", f)', 'setInterval(report, 1000)'],
    [`process.on('exit', f)`, 'setTimeout(f, 1)'],
  ],
  endsProcess: [
    ['process.exit(0)', 'process.exitCode = 1', 'process . argv'],
    ['process.exiting', 'subprocess.exit(1)', 'process.exit;'],
  ],
  serverStartTexts: [
    ['app.listen(1)', 'createServer (f)', 'http2.createSecureServer(o)', 'serve({ fetch })'],
    ['listen(1)', 'recreateServer(f)', 'observe(a)', 'createServers(1)'],
  ],
  handlerExportTexts: [
    ['exports.handler = f', 'export const handler = f', 'export async function handler(', 'module.exports={ handler }'],
    ['exports.handlers = f', 'const handler = f', 'export const handlers = []'],
  ],
  workerApplications: [['new Hono<{ Bindings: Env }>()', 'new Hono <{Bindings: E}>()'], ['new Hono()']],
};

const words: Readonly<Record<string, readonly [covered: readonly string[], near: readonly string[]]>> = {
  emscriptenCode: [
    ['if (ENVIRONMENT_IS_NODE) {', 'var ENVIRONMENT_IS_WORKER = false'],
    ['IS_NODE', 'ENVIRONMENT'],
  ],
  generatedMarks: [
    ['@generated by protobuf-ts', 'This file is generated', 'DO NOT EDIT.'],
    ['Generates files', 'edit this file to add one', 'generated reports are kept', 'the CSV file is generated'],
  ],
  addressWords: [
    ['baseUrl', 'URI', 'hrefOf', 'apiEndpoint', 'hostname'],
    ['body', 'options', 'path'],
  ],
  optionsWords: [
    ['opts', 'requestConfig', 'params', 'init', 'settings'],
    ['url', 'body', 'args'],
  ],
  payloadWords: [
    ['request', 'args', 'formData', 'query'],
    ['url', 'options'],
  ],
  limitingWords: [
    ['withTimeout', 'rateLimited', 'abortable', 'signalFor'],
    ['retry', 'wrap'],
  ],
  racingWords: [
    ['pTimeout', 'withTimeout', 'time_out', 'withDeadline'],
    ['timer', 'race', 'time'],
  ],
  growingOptions: [
    ['{ factor: 2 }', 'exponentialBackoff', 'jitter: true'],
    ['{ retries: 3 }', '{ minTimeout: 100 }'],
  ],
  attemptWords: [
    ['attempt', 'maxRetries', 'tries'],
    ['trial', 'count'],
  ],
  retryWords: [
    ['withRetry', 'retries', 'RetryPolicy', 'withBackoff'],
    ['retrieve', 'again'],
  ],
  idempotencyWords: [
    ['Idempotency-Key', 'isIdempotent'],
    ['identity', 'key'],
  ],
  shortAnswerWords: [
    ['metricsServer', 'PrometheusReporter', 'startHealthServer', 'OAuthCallbackServer'],
    ['server', 'httpServer', 'callbacks', 'AuthServer'],
  ],
  loopEnds: [
    ['signal.aborted', 'Date.now() < deadline', 'attempts < 3'],
    ['while (true)', 'count'],
  ],
  retryHeaders: [
    [`headers.get('Retry-After')`, 'retryAfter', 'X-RateLimit-Reset'],
    ['retry', 'after'],
  ],
};

const patterns: Readonly<Record<string, readonly [covered: readonly string[], near: readonly string[]]>> = {
  permanentConditionPatterns: [
    ['status >= 400', 'response.statusCode > 399', 'error.response.status === 404', 'status == 401'],
    ['status >= 500', 'status === 429', 'status === 408', 'status < 400'],
  ],
  renewalPatterns: [
    ['status === 401', 'await refreshToken()', 'reauthenticate()', 'renewSession()'],
    ['status === 429', 'status >= 500', 'retry(config)'],
  ],
  renewingPatterns: [
    ['hooks: { beforeRequest: [sign] }', 'beforeRetry', 'refreshToken()', 'renew()', 'reauthenticate()'],
    ['beforeError', 'fresh', 'retry'],
  ],
  pendingPatterns: [["case 'authorization_pending':"], ["'pending'", "case 'access_denied':"]],
  transientPatterns: [
    ['status === 429', 'status >= 500', 'status > 499', '[502, 503, 504]'],
    ['status >= 400', '5000', 'status === 501', 'status === 202'],
  ],
  healthAddresses: [
    ["base + '/healthz'", '`${url}/ready`', "'https://a.example/api/health?full=1'"],
    ["'/users'", "'/delivery'", "'/pinging'"],
  ],
  keepsAnswerPatterns: [
    ['result.consumeStream()', 'onFinish: save', 'ctx.waitUntil(p)', 'after(() => save())'],
    ['finish', 'consume()', 'thereafter(x)', 'onFinished'],
  ],
  leavingPatterns: [
    [`req.on('close', f)`, 'signal.aborted', 'controller.abort()', 'pipeline(a, b)', 'res.writableEnded'],
    ['closeDoor()', 'signals', `on('data', f)`],
  ],
  eventStreamPatterns: [
    ['text/event-stream', 'stream: true', '"stream": true', `'[DONE]'`],
    ['stream: false', 'DONE', 'upstream: true'],
  ],
  eventReaderPatterns: [
    ['text/event-stream', 'new EventSourceParserStream()', `'eventsource-parser'`],
    ['stream: true', 'EventSource'],
  ],
  openRequestPatterns: [
    ['text/event-stream', '/long-poll', '?wait=30s', `Upgrade: 'websocket'`.replace('U', 'u'), 'getUpdates'],
    ['wait: 30', 'stream: false', 'upgraded'],
  ],
  retryChoicePatterns: [
    ['res.status >= 500', 'code === 503', 'error.code', 'isRetryable', 'error instanceof TypeError'],
    ['catch (error) {}', '1500', 'codes'],
  ],
  dataPatterns: [
    ['await response.json()', 'const { a } = res.data', 'got(url).body'],
    ['response.ok', 'response.body?.cancel()', 'database'],
  ],
  repeatablePatterns: [
    ['config.method', 'isIdempotentRequest', 'isSafe'],
    ['status', 'error'],
  ],
  streamSourcePatterns: [
    ['fs.createReadStream', 'Readable.from', 'blob.stream'],
    ['Array.from', 'stream.pipeline'],
  ],
  refusedPatterns: [
    ['status === 429', 'isRateLimit(error)', 'RATE_LIMITED'],
    ['status === 409', 'status >= 400'],
  ],
  failedPatterns: [
    ['status >= 500', 'status === 503', 'status > 499'],
    ['status === 429', '5000', 'sleep(50)'],
  ],
  endsAttemptsPatterns: [
    ['throw new AbortError(message)', 'bail(error)'],
    ['throw new Error(message)', 'error.name === "AbortError"'],
  ],
  jitterPatterns: [
    ['Math.random() * 100', 'randomInt(100)', 'jitter(wait)'],
    ['delay * 2', 'backoff(attempt)'],
  ],
  growingWaitPatterns: [
    ['2 ** n', 'delay *= 2', 'backoff', '100 * attempt', '(attempt + 1) * 100'],
    ['sleep(100)', 'delay + 1'],
  ],
};

function check(pattern: RegExp, [covered, near]: readonly [readonly string[], readonly string[]]): void {
  expect(covered.filter((text) => !pattern.test(text))).toEqual([]);
  expect(near.filter((text) => pattern.test(text))).toEqual([]);
}

describe('conventions', () => {
  it('are plain data', () => {
    for (const [name, value] of conventions) expect(JSON.parse(JSON.stringify(value)), name).toEqual(value);
  });

  it('name nothing twice', () => {
    expect(twice).toEqual([]);
    for (const [name, value] of conventions) {
      const lists = Array.isArray(value) ? [value] : Object.values(value as object).filter(Array.isArray);
      for (const list of lists) expect(new Set(list).size, name).toBe(list.length);
    }
  });

  it('each have words near theirs that they do not mean', () => {
    const compiled = [...conventions].flatMap(([name, value]) => (Array.isArray(value) ? [] : [name]));
    expect(compiled.filter((name) => !(name in names) && !(name in paths))).toEqual([]);
    const lists = [...conventions.keys()].filter((name) => /(?:Modules|Texts|Patterns)$/.test(name));
    expect(lists.filter((name) => !(name in modules) && !(name in texts) && !(name in patterns))).toEqual([]);
  });

  it.each(Object.entries(names))('%s are names', (name, samples) => {
    check(namePattern(conventions.get(name) as NameConvention), samples);
  });

  it.each(Object.entries(modules))('%s are modules', (name, samples) => {
    check(modulePattern(conventions.get(name) as ModuleConvention), samples);
  });

  it.each(Object.entries(paths))('%s are places', (name, samples) => {
    check(pathPattern(conventions.get(name) as PathConvention), samples);
  });

  it.each(Object.entries(words))('%s are words', (name, samples) => {
    check(wordPattern(conventions.get(name) as WordConvention), samples);
  });

  it.each(Object.entries(patterns))('%s are patterns of code', (name, samples) => {
    check(sourcePattern(conventions.get(name) as PatternConvention, /^(?:open|growing)/.test(name)), samples);
  });

  it.each(Object.entries(texts))('%s are pieces of code', (name, samples) => {
    check(textPattern(conventions.get(name) as TextConvention), samples);
  });
});
