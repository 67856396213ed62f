import './monaco-env.ts';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/css/register';
import 'monaco-editor/languages/definitions/dockerfile/register';
import 'monaco-editor/languages/definitions/go/register';
import 'monaco-editor/languages/definitions/html/register';
import 'monaco-editor/languages/definitions/java/register';
import 'monaco-editor/languages/definitions/javascript/register';
import 'monaco-editor/languages/definitions/markdown/register';
import 'monaco-editor/languages/definitions/python/register';
import 'monaco-editor/languages/definitions/shell/register';
import 'monaco-editor/languages/definitions/sql/register';
import 'monaco-editor/languages/definitions/typescript/register';
import 'monaco-editor/languages/definitions/yaml/register';
import 'monaco-editor/languages/features/json/register';
import * as monaco from 'monaco-editor/editor';
import * as typescript from 'monaco-editor/languages/features/typescript/register';

// The editor does not have the types of the sandbox's libraries, so every import would be underlined as unknown.
// Syntax is still checked; meaning is left to the checks.
for (const service of [typescript.typescriptDefaults, typescript.javascriptDefaults]) {
  service.setDiagnosticsOptions({ noSemanticValidation: true, noSuggestionDiagnostics: true });
  service.setCompilerOptions({
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    allowJs: true,
    allowNonTsExtensions: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  });
  service.setEagerModelSync(true);
}

monaco.editor.defineTheme('proofload-light', {
  base: 'vs',
  inherit: true,
  rules: [],
  colors: {
    'editor.background': '#ffffff',
    'editorLineNumber.foreground': '#5c6a72',
    'editorLineNumber.dimmedForeground': '#5c6a72',
  },
});
monaco.editor.defineTheme('proofload-dark', {
  base: 'vs-dark',
  inherit: true,
  rules: [{ token: 'comment', foreground: '86b374' }],
  colors: {
    'editor.background': '#1a2226',
    'editorLineNumber.foreground': '#8f9da4',
    'editorLineNumber.dimmedForeground': '#8f9da4',
  },
});

export { monaco };
