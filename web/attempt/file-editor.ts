import { setProblems } from './file-problems.ts';
import { monaco } from './monaco.ts';
import { smallestEdit } from './smallest-edit.ts';
import type { Place } from './use-tabs.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

export interface FileEditor {
  /** Shows a file as the candidate left it: the same place, the same selection. */
  show(path: string, label: string): void;
  /** Moves to a place of the file shown, and takes the keyboard. */
  goTo(place: Place): void;
  /** Takes the keyboard. */
  enter(): void;
  /** Whether Tab moves on to the next control instead of typing. */
  setTabMoves(on: boolean): void;
  setColours(dark: boolean, contrast: boolean): void;
  dispose(): void;
}

const root = '/app/';
export const uriOf = (path: string) => monaco.Uri.from({ scheme: 'file', path: root + path });

const options = {
  automaticLayout: true,
  fontSize: 14,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  tabSize: 2,
  fixedOverflowWidgets: true,
  padding: { top: 8 },
};

/** One editor over all files of a workspace, with one model for each so that names are found across files. */
export function mountFileEditor(
  host: HTMLElement,
  files: WorkspaceFiles,
  onOpen: (path: string, place?: Place) => void,
): FileEditor {
  const models = new Map<string, monaco.editor.ITextModel>();
  const views = new Map<string, monaco.editor.ICodeEditorViewState | null>();
  let shown: string | undefined;
  const editor = monaco.editor.create(host, { model: null, ...options });

  const modelOf = (path: string) => {
    const known = models.get(path);
    if (known) return known;
    const model = monaco.editor.createModel(files.text(path) ?? '', undefined, uriOf(path));
    model.onDidChangeContent(() => files.edit(path, model.getValue()));
    models.set(path, model);
    return model;
  };

  const forget = (path: string) => {
    if (shown === path) {
      editor.setModel(null);
      shown = undefined;
    }
    models.get(path)?.dispose();
    models.delete(path);
    views.delete(path);
  };

  files.onReplaced = (path, text) => {
    if (text === undefined) return forget(path);
    const model = modelOf(path);
    if (model.getValue() === text) return;
    replaceText(model, text);
  };
  files.format = () => format(editor, files);
  for (const path of files.state().paths) modelOf(path);
  const links = [followErrors(), openElsewhere(files, onOpen)];

  return {
    show(path, label) {
      if (shown !== undefined) views.set(shown, editor.saveViewState());
      shown = path;
      editor.setModel(modelOf(path));
      editor.restoreViewState(views.get(path) ?? null);
      editor.updateOptions({ ariaLabel: label });
    },
    goTo: (place) => goTo(editor, place),
    setTabMoves: (on) => editor.updateOptions({ tabFocusMode: on }),
    enter: () => editor.focus(),
    setColours: (dark, contrast) => monaco.editor.setTheme(themeOf(dark, contrast)),
    dispose() {
      files.onReplaced = () => {};
      files.format = () => Promise.resolve();
      for (const link of links) link.dispose();
      editor.dispose();
      for (const model of models.values()) model.dispose();
      setProblems(new Map());
    },
  };
}

function themeOf(dark: boolean, contrast: boolean): string {
  if (contrast) return dark ? 'hc-black' : 'hc-light';
  return dark ? 'proofload-dark' : 'proofload-light';
}

function goTo(editor: monaco.editor.ICodeEditor, { line, column }: Place): void {
  const position = { lineNumber: line, column };
  editor.setPosition(position);
  editor.revealPositionInCenterIfOutsideViewport(position);
  editor.focus();
}

/** An edit, unlike setValue, can be undone, and leaves the cursor where nothing changed. */
function replaceText(model: monaco.editor.ITextModel, text: string): void {
  const { start, end, text: middle } = smallestEdit(model.getValue(), text);
  const range = monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end));
  model.pushStackElement();
  model.pushEditOperations([], [{ range, text: middle }], () => null);
  model.pushStackElement();
}

/** Languages that are formatted here; the others by the sandbox, where it can. */
const formattedHere = ['typescript', 'javascript', 'json', 'css', 'html'];

async function format(editor: monaco.editor.ICodeEditor, files: WorkspaceFiles): Promise<void> {
  const model = editor.getModel();
  if (!model) return;
  if (formattedHere.includes(model.getLanguageId()))
    return editor.getAction('editor.action.formatDocument')?.run();
  if (model.getLanguageId() !== 'go') return;
  const version = model.getVersionId();
  const text = await files.formatted(model.getValue());
  if (text !== undefined && model.getVersionId() === version) replaceText(model, text);
}

function followErrors(): monaco.IDisposable {
  return monaco.editor.onDidChangeMarkers(() => {
    const errors = new Map<string, number>();
    for (const { resource, severity } of monaco.editor.getModelMarkers({})) {
      if (severity !== monaco.MarkerSeverity.Error || !resource.path.startsWith(root)) continue;
      const path = resource.path.slice(root.length);
      errors.set(path, (errors.get(path) ?? 0) + 1);
    }
    setProblems(errors);
  });
}

/** Going to a definition in another file opens its tab. */
function openElsewhere(files: WorkspaceFiles, onOpen: (path: string, place?: Place) => void) {
  return monaco.editor.registerEditorOpener({
    openCodeEditor(_source, resource, target) {
      const path = resource.path.slice(root.length);
      if (!resource.path.startsWith(root) || files.text(path) === undefined) return false;
      onOpen(path, placeOf(target));
      return true;
    },
  });
}

function placeOf(target: monaco.IRange | monaco.IPosition | undefined): Place | undefined {
  if (!target) return undefined;
  return 'lineNumber' in target
    ? { line: target.lineNumber, column: target.column }
    : { line: target.startLineNumber, column: target.startColumn };
}
