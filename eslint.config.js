import js from "@eslint/js";
import globals from "globals";

const TOOLS = ["eslint.config.js", "scripts/*.js"];
const SERVED = ["interactive_maps/viewer/static/viewer/**/*.js", "interactive_maps/viewer/templates/viewer/*.js"];

export default [
  { ignores: ["**/vendor/**", "**/bundle/**", ".venv/**", "var/**", "static/**"] },
  { ...js.configs.recommended, files: [...SERVED, ...TOOLS] },
  {
    files: [...SERVED, ...TOOLS],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-unused-vars": ["error", { ignoreRestSiblings: true, varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      complexity: ["error", 20],
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-len": ["error", { code: 120 }],
      "max-lines": ["error", 300],
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  { files: TOOLS, languageOptions: { globals: globals.nodeBuiltin } },
  { files: SERVED, languageOptions: { globals: { ...globals.browser, maplibregl: "readonly" } } },
  { files: ["**/templates/viewer/*.js"], languageOptions: { globals: globals.serviceworker } },
];
