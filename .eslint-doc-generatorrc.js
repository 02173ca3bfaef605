/** @type {import('eslint-doc-generator').GenerateOptions} */
const config = {
  // It has the rules of recommended.
  ignoreConfig: ['migrate'],
  configEmoji: [
    ['recommended', '✅'],
    ['strict', '🔒'],
  ],
  ruleListColumns: ['name', 'description', 'configsError', 'fixable', 'hasSuggestions'],
};

export default config;
