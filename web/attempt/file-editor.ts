import { monaco } from './monaco.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

export interface FileEditor {
  /** Shows a file as the candidate left it: the same place, the same selection. */
  show(path: string, label: string): void;
  /** Whether Tab moves on to the next control instead of typing. */
  setTabMoves(on: boolean): void;
  setDark(on: boolean): void;
  dispose(): void;
}

const uriOf = (path: string) => monaco.Uri.from({ scheme: 'file', path: `/app/${path}` });

/** One editor over all files of a workspace, with one model for each so that names are found across files. */
export function mountFileEditor(host: HTMLElement, files: WorkspaceFiles): FileEditor {
  const models = new Map<string, monaco.editor.ITextModel>();
  const views = new Map<string, monaco.editor.ICodeEditorViewState | null>();
  let shown: string | undefined;
  const editor = monaco.editor.create(host, {
    model: null,
    automaticLayout: true,
    fontSize: 14,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    tabSize: 2,
    fixedOverflowWidgets: true,
    padding: { top: 8 },
  });

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
    // An edit, unlike setValue, can be undone.
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  };
  for (const path of files.state().paths) modelOf(path);

  return {
    show(path, label) {
      if (shown !== undefined) views.set(shown, editor.saveViewState());
      shown = path;
      editor.setModel(modelOf(path));
      editor.restoreViewState(views.get(path) ?? null);
      editor.updateOptions({ ariaLabel: label });
    },
    setTabMoves: (on) => editor.updateOptions({ tabFocusMode: on }),
    setDark: (on) => monaco.editor.setTheme(on ? 'proofload-dark' : 'proofload-light'),
    dispose() {
      files.onReplaced = () => {};
      editor.dispose();
      for (const model of models.values()) model.dispose();
    },
  };
}
