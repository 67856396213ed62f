import { uriOf } from './file-editor.ts';
import { monaco } from './monaco.ts';

/**
 * Shows another text of a file on the left and the file as it is in the editor, to go on with, on the right.
 * @returns takes it away; the file's own text stays
 */
export function mountCompare(host: HTMLElement, path: string, text: string, label: string): () => void {
  const modified = monaco.editor.getModel(uriOf(path));
  const original = monaco.editor.createModel(text, modified?.getLanguageId());
  const editor = monaco.editor.createDiffEditor(host, {
    automaticLayout: true,
    fontSize: 13,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    renderOverviewRuler: false,
    hideUnchangedRegions: { enabled: true },
    renderSideBySideInlineBreakpoint: 620,
    fixedOverflowWidgets: true,
  });
  if (modified) editor.setModel({ original, modified });
  for (const side of [editor.getOriginalEditor(), editor.getModifiedEditor()]) {
    const name = () => side.updateOptions({ ariaLabel: label });
    name();
    // Monaco takes the name away when it lays the two out in another way.
    side.onDidChangeConfiguration(name);
  }
  return () => {
    // The models must outlive the widget that shows them.
    editor.setModel(null);
    editor.dispose();
    original.dispose();
  };
}
