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
import { offerImports } from './auto-import.ts';
import { diagnose } from './diagnose.ts';

/** How bundlers, and Node, find packages. The service knows it, though its list of names ends before. */
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- it is missing there
const bundler = 100 as typescript.ModuleResolutionKind;
/** Every file is a module to Node, one without imports too: what it names is its own. */
const always = 3;

for (const service of [typescript.typescriptDefaults, typescript.javascriptDefaults]) {
  service.setModeConfiguration({ ...service.modeConfiguration, diagnostics: false });
  service.setCompilerOptions({
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: bundler,
    moduleDetection: always,
    strict: true,
    types: ['node'],
    allowJs: true,
    allowNonTsExtensions: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    noEmit: true,
  });
  service.setEagerModelSync(true);
}
offerImports();
diagnose();

// Each language is fetched when it is first shown, which may be while the network is away.
const languages = ['css', 'dockerfile', 'go', 'html', 'java', 'javascript', 'markdown', 'python'];
for (const language of [...languages, 'shell', 'sql', 'typescript', 'yaml'])
  void monaco.editor.colorize('', language, {});

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
    // Monaco's own grey leaves a keyword on it at 3.1 to 1.
    'editor.wordHighlightBackground': '#ffffff0f',
    'editor.wordHighlightBorder': '#5d6b72',
  },
});

export { monaco };
