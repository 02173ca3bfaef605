declare module 'virtual:examples' {
  const examples: readonly import('../gallery.js').Example[];
  export default examples;
}

declare module 'virtual:versions' {
  /** The newest version of each catalogued package that the catalog's check installs. */
  const versions: Readonly<Record<string, string>>;
  export default versions;
}

declare module 'virtual:links' {
  const links: { readonly home: string; readonly docs: string };
  export default links;
}

declare module 'virtual:rules' {
  const rules: readonly import('../gallery.js').RuleFacts[];
  export default rules;
}
