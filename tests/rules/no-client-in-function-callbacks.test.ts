import { noClientInFunction } from '../../src/rules/no-client-in-function.js';
import { reportsOf, ruleTester } from '../rule-tester.js';

const HEAD = `import { createConnection } from 'mysql';\nimport { users } from './users.js';\n`;
const made = `const connection = createConnection({ host: 'a' }); connection.query('a', done);`;

ruleTester.run('no-client-in-function: callbacks that get one answer', reportsOf(noClientInFunction), {
  valid: [
    {
      name: 'of a call that the program makes once',
      code: `${HEAD}users.find({}, (error, found) => { const connection = createConnection({ host: 'a' }); connection.query(found, () => connection.end()); });`,
    },
  ],
  invalid: [
    {
      name: 'no loop is told of where a method only has the name of one',
      code: `${HEAD}export function show(done) { users.find({}, (error, found) => { ${made} }); }`,
      errors: [{ messageId: 'constantArguments' }],
    },
    {
      name: 'a loop is one where the function gets elements',
      code: `${HEAD}export function show(all, done) { all.forEach((each) => { ${made} }); }`,
      errors: [{ messageId: 'inLoop' }],
    },
    {
      name: 'a loop of a library, which gets the elements first',
      code: `${HEAD}import _ from 'lodash';\nexport function show(all, done) { _.forEach(all, (each) => { ${made} }); }`,
      errors: [{ messageId: 'inLoop' }],
    },
  ],
});
