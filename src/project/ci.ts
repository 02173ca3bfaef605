import { paths } from './paths.js';
import type { ProjectFiles } from './store.js';

/** Folders of workflows that a CI service runs, and files of other services, relative to the root of a repository. */
const WORKFLOW_FOLDERS: readonly string[] = [
  '.github/workflows',
  '.gitea/workflows',
  '.forgejo/workflows',
  '.gitlab/ci',
];
const PIPELINE_FILES: readonly string[] = [
  '.gitlab-ci.yml',
  '.circleci/config.yml',
  'azure-pipelines.yml',
  'bitbucket-pipelines.yml',
  '.travis.yml',
  '.drone.yml',
  '.woodpecker.yml',
];
const YAML = /\.ya?ml$/;

/** One line of a shell that a CI service runs, and the folder it runs in, relative to the root (`''`: the root). */
export interface CiCommand {
  readonly line: string;
  readonly folder: string;
}

/** The lines of the shell in the workflows of a repository. */
export function ciCommands(files: ProjectFiles): readonly CiCommand[] {
  const inFolders = WORKFLOW_FOLDERS.flatMap((folder) =>
    [...files.names(paths.resolve(files.root, folder))]
      .filter((name) => YAML.test(name))
      .map((name) => `${folder}/${name}`),
  );
  return [...inFolders, ...PIPELINE_FILES].flatMap(
    (path) => files.derive(paths.resolve(files.root, path), commandsOfWorkflow) ?? [],
  );
}

/**
 * Any line of a workflow may be one of the shell: what is none names no program that is run. A folder holds for the
 * step that names it, in front of or behind its command.
 */
function commandsOfWorkflow(text: string): CiCommand[] {
  const found: CiCommand[] = [];
  let step: string[] = [];
  let folder = '';
  const end = (): void => {
    found.push(...step.map((line) => ({ line, folder })));
    step = [];
    folder = '';
  };
  for (const raw of text.split(/\r?\n/)) {
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) continue;
    if (content.startsWith('- ')) end();
    const [, key, value = content] =
      /^(?:- )?(?:(run|script|command|working-directory)\s*:\s*)?(.*)$/.exec(content) ?? [];
    if (key === 'working-directory')
      folder = value
        .replaceAll(/^["']|["']$/g, '')
        .replace(/^\.\//, '')
        .replace(/\/$/, '');
    else step.push(value);
  }
  end();
  return found;
}
