import { describe, expect, it } from 'vitest';
import { folderOf } from './folder.js';
import { lintFile } from './lint.js';

type Files = Readonly<Record<string, string | object>>;

function reports(files: Files, file: string): string[] {
  const folder = folderOf({ 'package.json': { name: 'x' }, ...files });
  const sourceType = file.endsWith('.cjs') ? 'commonjs' : 'module';
  return lintFile(folder, file, { sourceType }).filter((message) => message.startsWith('require-client-close'));
}

describe('a client among the settings of an Express application', () => {
  const app = `import express from 'express';\nimport Redis from 'ioredis';\nconst redis = new Redis();\nexport const app = express();\napp.set('redis', redis);\napp.listen(80);\n`;

  it.each<[string, string, Files]>([
    ['which nobody asks for', app, {}],
    ['which others use', app, { 'src/route.js': `export const ping = (req) => req.app.get('redis').ping();\n` }],
    [
      'while others close something else',
      app,
      { 'src/route.js': `export const end = (req) => req.app.get('mail').quit();\n` },
    ],
    [
      'in the file that imports it',
      `import Redis from 'ioredis';\nexport const redis = new Redis();\n`,
      {
        'src/server.js': `import express from 'express';\nimport { redis } from './app.js';\nconst app = express();\napp.set('redis', redis);\napp.listen(80);\n`,
      },
    ],
  ])('is open: %s', (_name, code, files) => {
    expect(reports({ 'src/app.js': code, ...files }, 'src/app.js')).toHaveLength(1);
  });

  it.each<[string, string, Files]>([
    [
      'another file asks for it and closes it',
      app,
      { 'src/end.js': `import './log.js';\nexport const end = (app) => app.get('redis').quit();\n` },
    ],
    ['the file itself does', `${app}process.on('SIGTERM', () => app.get('redis').quit());\n`, {}],
    ['the container is not known', app.replace('express()', 'makeApp()'), {}],
  ])('may be closed where %s', (_name, code, files) => {
    expect(reports({ 'src/app.js': code, ...files }, 'src/app.js')).toEqual([]);
  });
});

describe('the models of Sequelize', () => {
  const models = (end: string): string =>
    `const Sequelize = require('sequelize');\nconst sequelize = new Sequelize(process.env.DB);\nconst db = {};\nfor (const file of files) {\n  const model = require(file)(sequelize, Sequelize.DataTypes);\n  db[model.name] = model;\n}\nObject.keys(db).forEach((name) => {\n  if (db[name].associate) db[name].associate(db);\n});\ndb.sequelize = sequelize;\n${end}\nmodule.exports = db;\n`;
  const route = `const http = require('node:http');\nconst models = require('./models/index.cjs');\nhttp.createServer(() => models.User.findAll()).listen(80);\n`;

  it('do not close what they are defined with', () => {
    const files = { 'models/index.cjs': models(''), 'route.cjs': route };
    expect(reports(files, 'models/index.cjs')).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ['may be handed to a function that is no model', models('setUp(sequelize);'), route],
    ['may be closed by another file', models(''), `${route}process.on('SIGTERM', () => models.sequelize.close());\n`],
    ['may be handed on as a whole', models(''), `${route}require('./end')(models);\n`],
  ])('%s', (_name, code, user) => {
    expect(reports({ 'models/index.cjs': code, 'route.cjs': user }, 'models/index.cjs')).toEqual([]);
  });
});
