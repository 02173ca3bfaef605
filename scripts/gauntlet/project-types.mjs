// New type errors of a project in which some files have another text.
import path from 'node:path';
import ts from 'typescript';

/**
 * The errors that the changed files of a project get by their changes, and how many of them belong to it.
 * @param {string} config the tsconfig.json
 * @param {ReadonlyMap<string, string>} changed texts by file
 * @returns {{ files: number, errors: { file: string, message: string }[] }}
 */
export function addedErrors(config, changed) {
  const read = ts.readConfigFile(config, ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(read.config, ts.sys, path.dirname(config), {
    noEmit: true,
    skipLibCheck: true,
  });
  const files = parsed.fileNames.filter((file) => changed.has(path.resolve(file)));
  if (files.length === 0) return { files: 0, errors: [] };
  const before = errorsIn(parsed, files, new Map());
  const errors = errorsIn(parsed, files, changed).flatMap(({ file, messages }, index) => {
    const left = [...(before[index]?.messages ?? [])];
    return messages.flatMap((message) => {
      const known = left.indexOf(message);
      if (known >= 0) left.splice(known, 1);
      return known >= 0 ? [] : [{ file, message }];
    });
  });
  return { files: files.length, errors };
}

/**
 * @param {ts.ParsedCommandLine} parsed
 * @param {readonly string[]} files
 * @param {ReadonlyMap<string, string>} texts
 */
function errorsIn(parsed, files, texts) {
  const base = ts.createCompilerHost(parsed.options);
  const program = ts.createProgram(parsed.fileNames, parsed.options, {
    ...base,
    getSourceFile: (file, target, ...rest) => {
      const own = texts.get(path.resolve(file));
      return own === undefined
        ? base.getSourceFile(file, target, ...rest)
        : ts.createSourceFile(file, own, target, true);
    },
  });
  return files.map((file) => {
    const source = program.getSourceFile(file);
    const found = source ? [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)] : [];
    return {
      file,
      messages: found.map(({ code, messageText }) => `${code} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
    };
  });
}
