// What ts.worker.ts takes from Monaco's own worker, which has no types. Monaco is pinned to the version this was read in.
declare module 'monaco-editor/languages/features/typescript/ts.worker' {
  interface Entry {
    name: string;
    kind: string;
    sortText: string;
    source?: string;
    hasAction?: true;
    data?: unknown;
  }
  interface TextChange {
    span: { start: number; length: number };
    newText: string;
  }
  interface Details {
    codeActions?: { description: string; changes: { fileName: string; textChanges: TextChange[] }[] }[];
  }
  interface LanguageService {
    getCompletionsAtPosition(
      file: string,
      at: number,
      options: { includeCompletionsForModuleExports: boolean },
    ): { entries: Entry[] } | undefined;
    getCompletionEntryDetails(
      file: string,
      at: number,
      name: string,
      format: object,
      source: string,
      preferences: object,
      data: unknown,
    ): Details | undefined;
  }
  export class TypeScriptWorker {
    constructor(context: unknown, data: unknown);
    _languageService: LanguageService;
    getScriptFileNames(): string[];
    getScriptVersion(file: string): string;
    getScriptKind(file: string): number;
    _getModel(file: string): { version: number } | null;
    _getScriptText(file: string): string | undefined;
    getCurrentDirectory(): string;
    getSemanticDiagnostics(file: string): Promise<unknown[]>;
  }
  export function initialize(create: (context: unknown, data: unknown) => unknown): void;
}

declare module 'virtual:libraries' {
  const texts: Record<string, string>;
  export default texts;
}
