/** In the place of monaco-editor (5 MB), which @grafana/ui 13.2.2 loads when something is edited: here nothing is. */
export const editor = undefined;
