// Says what is wrong in every file, again whenever one was changed, came or went. Monaco by itself looks again only at the file
// that changed: what a file that was deleted breaks in others, and what its return mends, would not be seen there.
import * as monaco from 'monaco-editor/editor';
import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  getJavaScriptWorker,
  getTypeScriptWorker,
} from 'monaco-editor/languages/features/typescript/register';

const owner = 'compiler';
const pauseMs = 500;
/** Files that a program is made of, so that one may import another. */
const languages = ['typescript', 'javascript', 'json'];
const errorCategory = 1;

/**
 * What the compiler says where a type is missing. The service runs without being compiled, and some libraries bring no types, so
 * none of it is an error here. The rule itself stays on: without it an empty list could never be added to.
 */
const implicitAny = [
  7005, 7006, 7008, 7009, 7010, 7011, 7013, 7015, 7016, 7018, 7019, 7020, 7022, 7023, 7024, 7031, 7032, 7033,
  7034, 7041, 7051, 7052, 7053,
];

/** Begins to look, and goes on for as long as the page is there. */
export function diagnose(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let changes = 0;
  const soon = () => {
    changes++;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const seen = changes;
      void lookThrough(() => seen === changes);
    }, pauseMs);
  };
  monaco.editor.onDidCreateModel((model) => {
    if (!isFile(model)) return;
    model.onDidChangeContent(soon);
    soon();
  });
  monaco.editor.onWillDisposeModel((model) => {
    if (!isFile(model)) return;
    monaco.editor.setModelMarkers(model, owner, []);
    soon();
  });
}

/** Texts to compare with are no part of the program. */
const isFile = (model: monaco.editor.ITextModel) =>
  model.uri.scheme === 'file' && languages.includes(model.getLanguageId());

/** The file in front comes first. Ends early when something changed meanwhile. */
async function lookThrough(isFresh: () => boolean): Promise<void> {
  const files = monaco.editor.getModels().filter(isFile);
  const inFront = files.toSorted((a, b) => Number(b.isAttachedToEditor()) - Number(a.isAttachedToEditor()));
  const uris = files.map(({ uri }) => uri);
  for (const model of inFront) {
    // A worker knows nothing of a file that went while it was asked.
    const found = await faultsOf(model, uris).catch(() => undefined);
    if (!isFresh()) return;
    if (found) monaco.editor.setModelMarkers(model, owner, found);
  }
}

/** @param uris of all files, which the worker gets to know */
async function faultsOf(
  model: monaco.editor.ITextModel,
  uris: monaco.Uri[],
): Promise<monaco.editor.IMarkerData[]> {
  const language = model.getLanguageId();
  if (language === 'json') return [];
  const file = model.uri.toString();
  const typed = language === 'typescript';
  const worker = await (await (typed ? getTypeScriptWorker : getJavaScriptWorker)())(...uris);
  const syntax = await worker.getSyntacticDiagnostics(file);
  // In JavaScript meaning is left to the checks: a service that runs need not satisfy a type checker.
  const meaning = typed ? await worker.getSemanticDiagnostics(file) : [];
  return [...syntax, ...meaning]
    .filter(({ code }) => !implicitAny.includes(code))
    .map((one) => markerOf(model, one));
}

function markerOf(model: monaco.editor.ITextModel, fault: Diagnostic): monaco.editor.IMarkerData {
  const { MarkerSeverity } = monaco;
  return {
    ...placeOf(model, fault),
    severity: fault.category === errorCategory ? MarkerSeverity.Error : MarkerSeverity.Warning,
    code: String(fault.code),
    relatedInformation: (fault.relatedInformation ?? []).flatMap((related) => relatedTo(model, related)),
  };
}

function relatedTo(model: monaco.editor.ITextModel, related: DiagnosticRelatedInformation) {
  const other = related.file ? monaco.editor.getModel(monaco.Uri.parse(related.file.fileName)) : model;
  return other ? [{ resource: other.uri, ...placeOf(other, related) }] : [];
}

function placeOf(model: monaco.editor.ITextModel, fault: DiagnosticRelatedInformation) {
  const { start = 0, length = 1, messageText } = fault;
  const { lineNumber: startLineNumber, column: startColumn } = model.getPositionAt(start);
  const { lineNumber: endLineNumber, column: endColumn } = model.getPositionAt(start + length);
  return { startLineNumber, startColumn, endLineNumber, endColumn, message: wordsOf(messageText) };
}

/** A message and the reasons below it, a line each. */
function wordsOf(message: Diagnostic['messageText'], depth = 0): string {
  if (typeof message === 'string') return message;
  const reasons = (message.next ?? []).map((reason) => `\n${wordsOf(reason, depth + 1)}`);
  return `${'  '.repeat(depth)}${message.messageText}${reasons.join('')}`;
}
