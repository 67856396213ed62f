export const loadWorkspace = () => import('./Workspace.tsx');
export const loadEditor = () => import('./Editor.tsx');
export const loadEditorOver = () => import('./EditorOver.tsx');

/** Fetches the workspace and its editor ahead of need. */
export function preloadWorkspace(): void {
  void loadWorkspace();
  void loadEditor();
  void loadEditorOver();
}
