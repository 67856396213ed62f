import * as monaco from 'monaco-editor/editor';
import {
  getJavaScriptWorker,
  getTypeScriptWorker,
} from 'monaco-editor/languages/features/typescript/register';
import type { Importable, ImportEdit } from './ts.worker.ts';

interface ImportWorker {
  importables(file: string, at: number, prefix: string): Promise<Importable[]>;
  importEdits(file: string, at: number, of: Importable): Promise<ImportEdit[]>;
}

interface Suggestion extends monaco.languages.CompletionItem {
  of: Importable;
  model: monaco.editor.ITextModel;
  at: number;
}

/** Offers names that are not imported yet, and imports them when they are taken. */
export function offerImports(): void {
  for (const [language, getWorker] of [
    ['typescript', getTypeScriptWorker],
    ['javascript', getJavaScriptWorker],
  ] as const)
    monaco.languages.registerCompletionItemProvider(language, {
      async provideCompletionItems(model, position) {
        const { word, startColumn, endColumn } = model.getWordUntilPosition(position);
        if (word.length < 2) return { suggestions: [] };
        const worker = await workerOf(getWorker, model);
        const at = model.getOffsetAt(position);
        const { lineNumber } = position;
        const range = { startLineNumber: lineNumber, endLineNumber: lineNumber, startColumn, endColumn };
        const found = await worker.importables(model.uri.toString(), at, word);
        return { suggestions: found.map((of) => suggestion(of, model, at, range)), incomplete: true };
      },
      async resolveCompletionItem(item) {
        const { of, model, at } = item as Suggestion;
        const worker = await workerOf(getWorker, model);
        const edits = await worker.importEdits(model.uri.toString(), at, of);
        return { ...item, additionalTextEdits: edits.map((edit) => editIn(model, edit)) };
      },
    });
}

async function workerOf(
  getWorker: typeof getTypeScriptWorker,
  model: monaco.editor.ITextModel,
): Promise<ImportWorker> {
  const worker = await (await getWorker())(model.uri);
  return worker as unknown as ImportWorker;
}

function suggestion(
  of: Importable,
  model: monaco.editor.ITextModel,
  at: number,
  range: monaco.IRange,
): Suggestion {
  const { CompletionItemKind } = monaco.languages;
  const kinds: Record<string, monaco.languages.CompletionItemKind> = {
    class: CompletionItemKind.Class,
    function: CompletionItemKind.Function,
    interface: CompletionItemKind.Interface,
  };
  return {
    label: { label: of.name, description: of.source },
    kind: kinds[of.kind] ?? CompletionItemKind.Variable,
    insertText: of.name,
    // After everything that is at hand already.
    sortText: `z${of.sortText}`,
    range,
    of,
    model,
    at,
  };
}

function editIn(model: monaco.editor.ITextModel, { start, length, text }: ImportEdit) {
  const range = monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(start + length));
  return { range, text };
}
