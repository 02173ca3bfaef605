import parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { layers } from '../eslint.layers.js';

function reports(file: string, statement: string): string[] {
  const messages = new Linter().verify(
    statement,
    [...layers, { files: ['**/*.ts'], languageOptions: { parser } }],
    file,
  );
  return messages.map(({ ruleId, message }) => ruleId ?? message);
}

describe('layers', () => {
  it('only one file brings in modules of Node.js at run time', () => {
    const code = `const fs = process.getBuiltinModule('node:fs');`;
    expect(reports('src/analysis/runs/x.ts', code)).toEqual(['no-restricted-syntax']);
    expect(reports('src/project/store.ts', code)).toEqual(['no-restricted-syntax']);
    expect(reports('src/project/disk.ts', code)).toEqual([]);
  });

  it.each([
    ['src/rules/x.ts', `import { solve } from '../flow/solve.js';`],
    ['src/rules/x.ts', `import { catalog } from '../catalog/index.js';`],
    ['src/rules/x.ts', `import { parseSettings } from '../settings.js';`],
    ['src/analysis/x.ts', `import { rules } from '../rules/index.js';`],
    ['src/analysis/body/x.ts', `import { createRule } from '../../create-rule.js';`],
    ['src/flow/x.ts', `import type { Library } from '../catalog/types.js';`],
    ['src/flow/x.ts', `import { x } from '../ast/nodes.js';`],
    ['src/ast/x.ts', `export { x } from '../analysis/x.js';`],
    ['src/fix/x.ts', `import { x } from '../analysis/x.js';`],
    ['src/remedies/x.ts', `import { rules } from '../rules/index.js';`],
    ['src/analysis/x.ts', `import { x } from '../remedies/x.js';`],
    ['src/catalog/libraries/x.ts', `import { settingsOf } from '../../settings.js';`],
    ['src/catalog/x.ts', `import type { TSESTree } from '@typescript-eslint/utils';`],
    ['src/settings.ts', `import { x } from './analysis/x.js';`],
    ['src/settings/x.ts', `import { x } from '../ast/nodes.js';`],
    ['src/create-rule.ts', `import { x } from './analysis/x.js';`],
    ['src/index.ts', `import { catalog } from './catalog/index.js';`],
    ['src/configs/x.ts', `import { rules } from '../rules/index.js';`],
    ['src/analysis/x.ts', `import { ASTUtils } from '@typescript-eslint/utils';`],
    ['src/index.ts', `import { Linter } from 'eslint';`],
    ['src/analysis/names/x.ts', `import { x } from '../values/x.js';`],
    ['src/analysis/values/x.ts', `import type { FileLifecycle } from '../lifecycle.js';`],
    ['src/analysis/runs/roles/x.ts', `import { x } from '../../clients/per-call.js';`],
    ['src/analysis/held/body/x.ts', `import { x } from '../../limits/findings.js';`],
    ['src/analysis/clients/x.ts', `import { x } from '../held/body/x.js';`],
    ['src/analysis/lifecycle.ts', `import { x } from './clients/per-call.js';`],
    ['src/analysis/names/x.ts', `import { rules } from '../../rules/index.js';`],
    ['src/analysis/runs/x.ts', `import { readFileSync } from 'node:fs';`],
    ['src/remedies/x.ts', `import { join } from 'path';`],
    ['src/remedies/x.ts', `import { catalog } from '../catalog/index.js';`],
    ['src/project/x.ts', `import { x } from '../ast/nodes.js';`],
    ['src/flow/x.ts', `import { x } from '../project/store.js';`],
  ])('%s may not say %s', (file, statement) => {
    expect(reports(file, statement)).toEqual(['no-restricted-imports']);
  });

  it.each([
    ['src/rules/x.ts', `import { fileLifecycle } from '../analysis/lifecycle.js';`],
    ['src/rules/x.ts', `import type { Settings } from '../settings.js';`],
    ['src/analysis/body/x.ts', `import { solve } from '../../flow/solve.js';`],
    ['src/analysis/body/x.ts', `import { x } from '../fields.js';`],
    ['src/rules/x.ts', `import { x } from '../remedies/share/x.js';`],
    ['src/remedies/share/x.ts', `import { isRefusal } from '../../fix/edits.js';`],
    ['src/remedies/share/x.ts', `import { endingNames } from '../../catalog/conventions/closing.js';`],
    ['src/settings/x.ts', `import { TIMEOUT_PHASES } from '../catalog/types.js';`],
    ['src/catalog/libraries/x.ts', `import type { Library } from '../types.js';`],
    ['src/flow/x.ts', `import type { TSESTree } from '@typescript-eslint/utils';`],
    ['src/index.ts', `import { rules } from './rules/index.js';`],
    ['src/analysis/clients/x.ts', `import type { FileLifecycle } from '../lifecycle.js';`],
    ['src/analysis/held/body/x.ts', `import { x } from '../../names/uses.js';`],
    ['src/analysis/held/body/x.ts', `import { x } from '../resources/x.js';`],
    ['src/analysis/lifecycle.ts', `import { x } from './runs/role.js';`],
    ['src/analysis/runs/x.ts', `import { projectOf } from '../../project/package.js';`],
    ['src/project/x.ts', `import { join } from 'node:path';`],
  ])('%s may say %s', (file, statement) => {
    expect(reports(file, statement)).toEqual([]);
  });
});
