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

/** How bundlers, and Node, find packages. The service knows it, though its list of names ends before. */
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- it is missing there
const bundler = 100 as typescript.ModuleResolutionKind;

/**
 * What the compiler says where a type is missing. The service runs without being compiled, and some libraries bring no types, so
 * none of it is an error here. The rule itself stays on: without it an empty list could never be added to.
 */
const implicitAny = [
  7005, 7006, 7008, 7009, 7010, 7011, 7013, 7015, 7016, 7018, 7019, 7020, 7022, 7023, 7024, 7031, 7032, 7033,
  7034, 7041, 7051, 7052, 7053,
];

// In JavaScript meaning is left to the checks: a service that runs need not satisfy a type checker.
for (const service of [typescript.typescriptDefaults, typescript.javascriptDefaults]) {
  const isScript = service === typescript.javascriptDefaults;
  service.setDiagnosticsOptions({
    noSemanticValidation: isScript,
    noSuggestionDiagnostics: true,
    diagnosticCodesToIgnore: implicitAny,
  });
  service.setCompilerOptions({
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: bundler,
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
  },
});

export { monaco };
