// Monaco's TypeScript worker with the types of the sandbox's own libraries. They are loaded here, beside the page, and are
// no models of the editor.
import { initialize, TypeScriptWorker } from 'monaco-editor/languages/features/typescript/ts.worker';

const modules = 'file:///node_modules/';
/** Imports every library, so that its names are offered before any file does. */
const rootFile = 'file:///libraries.ts';
const jsonKind = 6;
const tsKind = 3;
const retryMs = 5_000;

/** A name that a library or another file exports, and from where it would be imported. */
export interface Importable {
  name: string;
  kind: string;
  sortText: string;
  source: string;
  data: unknown;
}

export interface ImportEdit {
  start: number;
  length: number;
  text: string;
}

class LibraryWorker extends TypeScriptWorker {
  #texts: ReadonlyMap<string, string> = new Map();
  #folders: ReadonlySet<string> = new Set();
  readonly #numbers = new WeakMap<object, number>();
  #lastNumber = 0;
  readonly #loaded: Promise<void>;

  constructor(context: unknown, data: unknown) {
    super(context, data);
    this.#loaded = this.#load();
  }

  async #load(): Promise<void> {
    const found = await fetchLibraries();
    const texts = new Map(Object.entries(found).map(([path, text]) => [modules + path, text]));
    texts.set(rootFile, rootText(Object.keys(found)));
    this.#folders = new Set([...texts.keys()].flatMap(foldersAbove));
    this.#texts = texts;
  }

  override getCurrentDirectory(): string {
    return 'file:///app';
  }

  override getScriptFileNames(): string[] {
    const own = super.getScriptFileNames();
    return this.#texts.size > 0 ? [...own, rootFile] : own;
  }

  override _getScriptText(file: string): string | undefined {
    return super._getScriptText(file) ?? this.#texts.get(file);
  }

  override getScriptVersion(file: string): string {
    if (this.#texts.has(file)) return '1';
    const model = this._getModel(file);
    // A file that comes back with another text begins with version 1 once more.
    return model ? `${this.#numberOf(model)}.${model.version}` : super.getScriptVersion(file);
  }

  #numberOf(model: object): number {
    const number = this.#numbers.get(model) ?? ++this.#lastNumber;
    this.#numbers.set(model, number);
    return number;
  }

  override getScriptKind(file: string): number {
    if (file.endsWith('.json')) return jsonKind;
    return /\.[mc]ts$/.test(file) ? tsKind : super.getScriptKind(file);
  }

  directoryExists(folder: string): boolean {
    const name = folder.replace(/\/$/, '');
    return this.#folders.has(name) || super.getScriptFileNames().some((file) => file.startsWith(`${name}/`));
  }

  getDirectories(folder: string): string[] {
    const start = `${folder.replace(/\/$/, '')}/`;
    return [...this.#folders].flatMap((name) => {
      const rest = name.startsWith(start) ? name.slice(start.length) : '';
      return rest === '' || rest.includes('/') ? [] : [rest];
    });
  }

  override async getSemanticDiagnostics(file: string): Promise<unknown[]> {
    await this.#loaded;
    return super.getSemanticDiagnostics(file);
  }

  /** @returns what could be imported for a word that begins with `prefix`, at most 100 */
  async importables(file: string, at: number, prefix: string): Promise<Importable[]> {
    await this.#loaded;
    const found = this._languageService.getCompletionsAtPosition(file, at, {
      includeCompletionsForModuleExports: true,
    });
    const start = prefix.toLowerCase();
    return (found?.entries ?? [])
      .flatMap(({ name, kind, sortText, source, hasAction, data }) =>
        source !== undefined && hasAction && name.toLowerCase().startsWith(start)
          ? [{ name, kind, sortText, source, data }]
          : [],
      )
      .slice(0, 100);
  }

  /** @returns what to change in the file itself so that the name is imported */
  async importEdits(file: string, at: number, { name, source, data }: Importable): Promise<ImportEdit[]> {
    const details = this._languageService.getCompletionEntryDetails(file, at, name, {}, source, {}, data);
    const changes = details?.codeActions?.flatMap((action) => action.changes) ?? [];
    return changes
      .filter(({ fileName }) => fileName === file)
      .flatMap(({ textChanges }) => textChanges)
      .map(({ span, newText }) => ({ start: span.start, length: span.length, text: newText }));
  }
}

/** Tries until the network is there. */
async function fetchLibraries(): Promise<Record<string, string>> {
  for (;;)
    try {
      return (await import('virtual:libraries')).default;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
}

/** Only packages at the top can be imported by name. */
function rootText(paths: string[]): string {
  const packages = new Set(
    paths.flatMap((path) => /^((?:@[^/]+\/)?[^/@][^/]*)\/package\.json$/.exec(path)?.[1] ?? []),
  );
  const importable = [...packages].filter((name) => !name.startsWith('@types/'));
  return importable.map((name) => `import ${JSON.stringify(name)};`).join('\n');
}

function foldersAbove(file: string): string[] {
  const parts = file.split('/');
  return parts.slice(4).map((_, at) => parts.slice(0, at + 4).join('/'));
}

// oxlint-disable-next-line unicorn/prefer-add-event-listener -- takes the place of the one Monaco has set
self.onmessage = () => initialize((context, data) => new LibraryWorker(context, data));
