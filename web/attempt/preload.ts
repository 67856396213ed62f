export const loadWorkspace = () => import('./Workspace.tsx').then((m) => m.Workspace);
export const loadEditor = () => import('./Editor.tsx').then((m) => m.Editor);
export const loadEditorOver = () => import('./EditorOver.tsx').then((m) => m.EditorOver);

/** Fetches the workspace and its editor ahead of need. What does not come is asked for again when it is shown. */
export function preloadWorkspace(): void {
  for (const load of [loadWorkspace, loadEditor, loadEditorOver]) load().catch(() => undefined);
}
